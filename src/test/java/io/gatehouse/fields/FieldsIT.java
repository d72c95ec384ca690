package io.gatehouse.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fields.FieldTable.Row;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Severity;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Sets each field of Istio's schemas, one at a time, in an object that is otherwise fine: either it
 * changes what is read, or a finding names it; {@code docs/fields.md} says which. With {@code
 * -Dfields.update=true} the table is written anew, its words kept.
 */
class FieldsIT {

  private static final List<String> KINDS =
      List.of("Gateway", "VirtualService", "DestinationRule", "ServiceEntry", "WorkloadEntry");

  /** What setting a field leads to. */
  private record Seen(String status, Set<String> readInto) {

    Seen and(Seen other) {
      Set<String> both = new TreeSet<>(readInto);
      both.addAll(other.readInto);
      return new Seen(status.compareTo(other.status) >= 0 ? status : other.status, both);
    }
  }

  @Test
  void each_field_is_honoured_or_reported_and_the_table_says_which() throws Exception {
    IstioSchemas schemas = IstioSchemas.read();
    Map<String, SortedMap<String, Seen>> seen = new LinkedHashMap<>();
    List<String> silent = new ArrayList<>();
    for (String kind : KINDS) {
      SortedMap<String, Seen> fields = seen.computeIfAbsent(kind, k -> new TreeMap<>());
      schemas
          .versions(kind)
          .forEach(
              (version, spec) ->
                  SchemaField.of(spec)
                      .forEach(
                          field ->
                              field
                                  .values()
                                  .forEach(
                                      value ->
                                          fields.merge(
                                              field.told(),
                                              look(kind, version, field, value, silent),
                                              Seen::and))));
    }
    assertThat(silent).isEmpty();
    if (Boolean.getBoolean("fields.update")) {
      update(seen);
    }
    compare(seen, FieldTable.read());
  }

  /**
   * @param silent gathers what is neither read nor reported
   */
  private static Seen look(
      String kind, String version, SchemaField field, JsonNode value, List<String> silent) {
    String what = "%s: %s = %s".formatted(kind, field.path(), value);
    JsonNode base = ValidObjects.of(kind, version, field.path());
    Parsed before = ResourceParser.parse(base).orElseThrow();
    if (!before.findings().isEmpty()) {
      silent.add("the object for " + what + " is not valid: " + before.findings());
    }
    JsonNode changed = field.set(base, value);
    Parsed after = ResourceParser.parse(changed).orElseThrow();
    if (after.findings().isEmpty()) {
      Resource was = before.resource().orElseThrow();
      Resource is = after.resource().orElseThrow();
      boolean isDefault =
          (field.defaults() && value.equals(field.values().get(0)))
              || (value.isBoolean() && !value.booleanValue());
      if (is.equals(was) && !isDefault && !changed.equals(base) && !isForSidecars(kind, field)) {
        silent.add(what + " is dropped");
      }
      return new Seen(
          is.equals(was) ? Row.NO_EFFECT : Row.SUPPORTED, Components.differing(was, is));
    }
    if (after.findings().stream().noneMatch(finding -> isAbout(finding, field))) {
      silent.add(what + " is not what is reported: " + after.findings());
    }
    boolean honoured =
        after.findings().stream().noneMatch(finding -> finding.severity() == Severity.ERROR)
            && after.resource().isPresent()
            && !after.resource().equals(before.resource())
            && after.findings().stream()
                .noneMatch(finding -> finding.code() == FindingCode.UNSUPPORTED_FIELD);
    return honoured
        ? new Seen(
            Row.SUPPORTED,
            Components.differing(before.resource().orElseThrow(), after.resource().orElseThrow()))
        : new Seen(Row.REPORTED, Set.of());
  }

  /** What a ServiceEntry says to sidecars alone, in Istio too. */
  private static boolean isForSidecars(String kind, SchemaField field) {
    return kind.equals("ServiceEntry")
        && (field.path().startsWith("spec.addresses") || field.path().equals("spec.location"));
  }

  private static boolean isAbout(Finding finding, SchemaField field) {
    return Set.of(
                FindingCode.UNSUPPORTED_FIELD,
                FindingCode.INVALID_FIELD,
                FindingCode.UNSUPPORTED_PROTOCOL)
            .contains(finding.code())
        && (field.isAt(finding.origin().field()) || field.isBeside(finding.origin().field()));
  }

  private static void compare(Map<String, SortedMap<String, Seen>> seen, FieldTable table) {
    assertThat(table.sections().keySet()).containsExactlyElementsOf(seen.keySet());
    seen.forEach(
        (kind, fields) -> {
          assertThat(table.sections().get(kind).keySet())
              .as(kind)
              .containsExactlyInAnyOrderElementsOf(fields.keySet());
          fields.forEach(
              (path, found) -> {
                Row row = table.row(kind, path).orElseThrow();
                assertThat(row.status()).as("%s %s", kind, path).isEqualTo(found.status());
                assertThat(row.readInto()).as("%s %s", kind, path).containsAll(found.readInto());
              });
        });
  }

  private static void update(Map<String, SortedMap<String, Seen>> seen) {
    FieldTable old = FieldTable.read();
    Map<String, Map<String, Row>> sections = new LinkedHashMap<>();
    seen.forEach(
        (kind, fields) -> {
          Map<String, Row> rows = sections.computeIfAbsent(kind, k -> new LinkedHashMap<>());
          fields.forEach(
              (path, found) -> {
                Row before = old.row(kind, path).orElse(new Row(found.status(), "", Set.of()));
                Set<String> readInto = new TreeSet<>(found.readInto());
                if (found.status().equals(Row.SUPPORTED)) {
                  readInto.addAll(before.readInto());
                }
                rows.put(path, new Row(found.status(), before.words(), readInto));
              });
        });
    new FieldTable(old.preface(), sections).write();
  }
}
