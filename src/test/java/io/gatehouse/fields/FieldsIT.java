package io.gatehouse.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fields.FieldTable.Row;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceParser;
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
  private record Seen(boolean supported, Set<String> readInto) {

    Seen and(Seen other) {
      Set<String> both = new TreeSet<>(readInto);
      both.addAll(other.readInto);
      return new Seen(supported || other.supported, both);
    }
  }

  @Test
  void each_field_is_honoured_or_reported_and_the_table_says_which() throws Exception {
    IstioSchemas schemas = IstioSchemas.read();
    Map<String, SortedMap<String, Seen>> seen = new LinkedHashMap<>();
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
                                              told(field.path()),
                                              look(kind, version, field, value),
                                              Seen::and))));
    }
    if (Boolean.getBoolean("fields.update")) {
      update(seen);
    }
    compare(seen, FieldTable.read());
  }

  /** A traffic policy is the same thing wherever it stands; the table tells of it once. */
  private static String told(String path) {
    return path.replace("spec.subsets[].trafficPolicy.", "spec.trafficPolicy.")
        .replaceFirst(
            "^spec\\.trafficPolicy\\.portLevelSettings\\[\\]\\.(?!port\\.)", "spec.trafficPolicy.");
  }

  private static Seen look(String kind, String version, SchemaField field, JsonNode value) {
    JsonNode base = ValidObjects.of(kind, version, field.path());
    Parsed before = ResourceParser.parse(base).orElseThrow();
    assertThat(before.findings()).as("%s for %s", kind, field.path()).isEmpty();
    JsonNode changed = field.set(base, value);
    Parsed after = ResourceParser.parse(changed).orElseThrow();
    Resource was = before.resource().orElseThrow();
    if (after.findings().isEmpty()) {
      Resource is = after.resource().orElseThrow();
      boolean isDefault =
          (field.defaults() && value.equals(field.values().get(0)))
              || (value.isBoolean() && !value.booleanValue());
      assertThat(is.equals(was) && !isDefault && !changed.equals(base))
          .as("%s: %s = %s is dropped silently", kind, field.path(), value)
          .isFalse();
      return new Seen(!is.equals(was), Components.differing(was, is));
    }
    assertThat(after.findings())
        .as("%s: %s = %s", kind, field.path(), value)
        .anySatisfy(
            finding -> {
              assertThat(finding.code())
                  .isIn(
                      FindingCode.UNSUPPORTED_FIELD,
                      FindingCode.INVALID_FIELD,
                      FindingCode.UNSUPPORTED_PROTOCOL);
              assertThat(field.isAt(finding.origin().field()))
                  .as("%s is about %s", finding, field.path())
                  .isTrue();
            });
    return new Seen(false, Set.of());
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
                assertThat(row.supported()).as("%s %s", kind, path).isEqualTo(found.supported());
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
                Row before = old.row(kind, path).orElse(new Row(found.supported(), "", Set.of()));
                Set<String> readInto = new TreeSet<>(found.readInto());
                if (found.supported()) {
                  readInto.addAll(before.readInto());
                }
                rows.put(path, new Row(found.supported(), before.words(), readInto));
              });
        });
    new FieldTable(old.preface(), sections).write();
  }
}
