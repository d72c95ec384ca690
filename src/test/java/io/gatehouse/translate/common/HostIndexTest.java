package io.gatehouse.translate.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostIndexTest {

  @ParameterizedTest
  @CsvSource({
    "a.example.com,     a.example.com,     a.example.com",
    "*.example.com,     a.example.com,     a.example.com",
    "a.example.com,     *.example.com,     a.example.com",
    "*.example.com,     a.b.example.com,   a.b.example.com",
    "*,                 a.example.com,     a.example.com",
    "a.example.com,     *,                 a.example.com",
    "*.example.com,     *.b.example.com,   *.b.example.com",
    "*.b.example.com,   *.example.com,     *.b.example.com",
    "*,                 *,                 *",
    "*.example.com,     *,                 *.example.com",
    "localhost,         *,                 localhost",
    "*.example.com,     example.com,       ''",
    "example.com,       *.example.com,     ''",
    "a.example.com,     b.example.com,     ''",
    "*.example.com,     aexample.com,      ''",
    "*.a.example.com,   *.b.example.com,   ''",
    "a.example.com,     xa.example.com,    ''",
  })
  void two_hosts_overlap_in_the_narrower_one(String indexed, String asked, String overlap) {
    HostIndex<String> index = new HostIndex<>();
    index.add(indexed, "value");

    assertThat(overlaps(index, asked))
        .isEqualTo(overlap.isEmpty() ? List.of() : List.of(overlap + "=value"));
  }

  @Test
  void every_value_of_every_overlapping_host_is_found_once() {
    HostIndex<Integer> index = new HostIndex<>();
    index.add("a.example.com", 1);
    index.add("a.example.com", 2);
    index.add("*.example.com", 3);
    index.add("*", 4);
    index.add("b.example.com", 5);

    assertThat(overlaps(index, "a.example.com"))
        .containsExactlyInAnyOrder(
            "a.example.com=1", "a.example.com=2", "a.example.com=3", "a.example.com=4");
    assertThat(overlaps(index, "*.example.com"))
        .containsExactlyInAnyOrder(
            "a.example.com=1",
            "a.example.com=2",
            "b.example.com=5",
            "*.example.com=3",
            "*.example.com=4");
    assertThat(overlaps(index, "*")).hasSize(5);
  }

  @Test
  void the_narrowest_cover_of_a_host_is_the_host_itself_or_the_nearest_wildcard() {
    HostIndex<String> index = new HostIndex<>();
    index.add("*", "all");
    index.add("*.example.com", "example");
    index.add("a.example.com", "a");

    assertThat(index.narrowest("a.example.com")).contains("a");
    assertThat(index.narrowest("b.example.com")).contains("example");
    assertThat(index.narrowest("*.b.example.com")).contains("example");
    assertThat(index.narrowest("example.com")).contains("all");
    assertThat(new HostIndex<String>().narrowest("a")).isEmpty();
  }

  private static <T> List<String> overlaps(HostIndex<T> index, String host) {
    List<String> found = new ArrayList<>();
    index.forEachOverlap(host, (overlap, value) -> found.add(overlap + "=" + value));
    return found;
  }
}
