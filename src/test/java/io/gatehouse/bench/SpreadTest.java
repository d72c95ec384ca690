package io.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void each_quantile_is_a_figure_that_was_measured() {
    List<Double> upTo200 = IntStream.rangeClosed(1, 200).mapToObj(i -> 201.0 - i).toList();

    assertThat(Spread.of(upTo200)).isEqualTo(new Spread(200, 100, 180, 198, 200));
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(3, 2, 3, 3, 3));
    assertThat(Spread.of(-4)).isEqualTo(new Spread(1, -4, -4, -4, -4));
  }

  @Test
  void of_nothing_there_are_no_quantiles() {
    assertThat(Spread.of().count()).isZero();
    assertThat(Spread.of().p50()).isNaN();
  }
}
