package io.gatehouse.translate.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.model.EndpointAssignment.Endpoint;
import org.junit.jupiter.api.Test;

class WeightedEndpointsTest {

  private final WeightedEndpoints endpoints = new WeightedEndpoints();

  @Test
  void they_are_sorted_and_what_is_there_twice_has_both_weights() {
    endpoints.add("b", 80, 1);
    endpoints.add("a", 81, 2);
    endpoints.add("a", 80, 3);
    endpoints.add("b", 80, 4);

    assertThat(endpoints.list())
        .containsExactly(
            new Endpoint("a", 80, 3, false),
            new Endpoint("a", 81, 2, false),
            new Endpoint("b", 80, 5, false));
  }

  @Test
  void weights_keep_their_ratio_where_their_sum_would_be_too_large() {
    endpoints.add("a", 80, Integer.MAX_VALUE);
    endpoints.add("b", 80, Integer.MAX_VALUE);
    endpoints.add("c", 80, 1);

    assertThat(endpoints.list())
        .extracting(Endpoint::weight)
        .containsExactly(499_999_999, 499_999_999, 1);
  }
}
