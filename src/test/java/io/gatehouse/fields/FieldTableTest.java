package io.gatehouse.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fields.FieldTable.Row;
import io.gatehouse.resource.istio.DestinationRule;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.resource.istio.WorkloadEntry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whoever adds a component to a record of Istio's objects has to say which field is read into it.
 */
class FieldTableTest {

  private static final Set<String> PLACES =
      Set.of("index", "metadata", "origin", "field", "healthy");

  /** What is no field of a spec, but says where something is, or is read from the status. */
  private static boolean isOfThePlace(String component) {
    return PLACES.contains(component.substring(component.lastIndexOf('.') + 1));
  }

  @Test
  void the_table_says_what_is_read_into_each_component() {
    Set<String> components = new TreeSet<>();
    Stream.of(
            Gateway.class,
            VirtualService.class,
            DestinationRule.class,
            ServiceEntry.class,
            WorkloadEntry.class)
        .map(Components::of)
        .forEach(components::addAll);
    components.removeIf(FieldTableTest::isOfThePlace);
    Set<String> told = new TreeSet<>();
    FieldTable.read().sections().values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .map(Row::readInto)
        .forEach(told::addAll);
    told.removeIf(FieldTableTest::isOfThePlace);
    assertThat(told).containsExactlyElementsOf(components);
  }

  @Test
  void what_is_reported_has_a_reason() {
    FieldTable.read()
        .sections()
        .forEach(
            (kind, rows) ->
                rows.forEach(
                    (path, row) ->
                        assertThat(row.status().equals(Row.SUPPORTED) || !row.words().isBlank())
                            .as("%s %s is not honoured, and the table does not say why", kind, path)
                            .isTrue()));
  }
}
