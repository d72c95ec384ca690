package io.gatehouse.translate.istio;

import io.gatehouse.model.RetryPolicy;
import io.gatehouse.resource.istio.HttpRetries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Istio's retries, and its default where a route says nothing of them. */
final class RetryPolicyBuilder {

  private static final List<String> CONDITIONS =
      List.of(
          "connect-failure",
          "refused-stream",
          "unavailable",
          "cancelled",
          "retriable-status-codes");
  private static final String STATUS_CODES = "retriable-status-codes";
  private static final int HOST_RESELECTIONS = 5;

  static final RetryPolicy DEFAULT =
      new RetryPolicy(
          2,
          String.join(",", CONDITIONS),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          HOST_RESELECTIONS,
          false);

  private RetryPolicyBuilder() {}

  /** Empty for none at all. */
  static Optional<RetryPolicy> build(Optional<HttpRetries> retries) {
    return retries.isEmpty()
        ? Optional.of(DEFAULT)
        : retries.filter(set -> set.attempts() > 0).map(RetryPolicyBuilder::build);
  }

  private static RetryPolicy build(HttpRetries retries) {
    List<String> on = new ArrayList<>(retries.on());
    if (!retries.statusCodes().isEmpty() && !on.contains(STATUS_CODES)) {
      on.add(STATUS_CODES);
    }
    return new RetryPolicy(
        retries.attempts(),
        String.join(",", on.isEmpty() ? CONDITIONS : on),
        retries.statusCodes(),
        retries.perTryTimeout(),
        retries.backoff(),
        retries.ignorePreviousHosts() ? HOST_RESELECTIONS : 0,
        retries.remoteLocalities());
  }
}
