package io.gatehouse.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.type.v3.Percent;
import io.gatehouse.model.ClusterPolicy.ConnectionPool;
import java.util.Optional;

/** How much may be under way at once. */
final class CircuitBreakersEncoder {

  /**
   * No limit: Envoy's own, 1024 connections and 3 retries, would be met before the service is. Read
   * as unsigned.
   */
  private static final int UNLIMITED = -1;

  private CircuitBreakersEncoder() {}

  static CircuitBreakers encode(ConnectionPool pool) {
    Thresholds.Builder encoded =
        Thresholds.newBuilder()
            .setMaxConnections(limit(pool.maxConnections()))
            .setMaxPendingRequests(limit(pool.maxPendingRequests()))
            .setMaxRequests(limit(pool.maxRequests()))
            .setMaxRetries(limit(pool.maxRetries()));
    pool.retryBudget()
        .ifPresent(
            budget ->
                encoded
                    .getRetryBudgetBuilder()
                    .setBudgetPercent(Percent.newBuilder().setValue(budget.percent()))
                    .setMinRetryConcurrency(UInt32Value.of(budget.minimum())));
    return CircuitBreakers.newBuilder().addThresholds(encoded).build();
  }

  private static UInt32Value limit(Optional<Integer> limit) {
    return UInt32Value.of(limit.orElse(UNLIMITED));
  }
}
