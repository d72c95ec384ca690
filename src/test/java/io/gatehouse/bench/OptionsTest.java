package io.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void all_sizes_are_those_that_one_machine_has_the_memory_for() {
    Options all = Options.parse("--all");

    assertThat(all.gatewaysWith(100)).containsExactly(1, 10, 50, 100, 1_000);
    assertThat(all.gatewaysWith(1_000)).containsExactly(1, 10, 50, 100);
    assertThat(all.gatewaysWith(5_000)).containsExactly(1, 10);
  }

  @Test
  void what_is_named_is_measured() {
    Options some = Options.parse("--only", "change,churn", "--hosts", "20,5", "--hold");

    assertThat(some.wants("churn")).isTrue();
    assertThat(some.wants("memory")).isFalse();
    assertThat(Options.parse().wants("memory")).isTrue();
    assertThat(some.hosts()).containsExactly(5, 20);
    assertThat(some.hold()).isTrue();
  }

  @Test
  void what_is_not_known_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("--host", "10"))
        .withMessageStartingWith("--host is not known");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--hosts"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("--samples", "0"))
        .withMessageContaining("above zero");
  }
}
