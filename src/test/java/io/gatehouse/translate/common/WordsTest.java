package io.gatehouse.translate.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void a_list_names_the_first_three_and_counts_the_others() {
    assertThat(Words.list(List.of("a"))).isEqualTo("a");
    assertThat(Words.list(List.of("a", "b", "c"))).isEqualTo("a, b, c");
    assertThat(Words.list(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c and 2 more");
  }

  @Test
  void control_characters_of_a_name_are_escaped() {
    assertThat(Words.list(List.of("a\nb"))).doesNotContain("\n");
    assertThat(Words.shown("a\nb")).doesNotContain("\n");
  }
}
