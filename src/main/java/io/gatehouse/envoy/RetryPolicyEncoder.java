package io.gatehouse.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryPriority;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;

/** When requests are tried again, and where. */
final class RetryPolicyEncoder {

  private static final RetryHostPredicate NOT_TRIED_YET =
      RetryHostPredicate.newBuilder()
          .setName("envoy.retry_host_predicates.previous_hosts")
          .setTypedConfig(Serialized.pack(PreviousHostsPredicate.getDefaultInstance()))
          .build();

  /** Other priorities from the second retry on, as in Istio. */
  private static final RetryPriority OTHER_PRIORITIES =
      RetryPriority.newBuilder()
          .setName("envoy.retry_priorities.previous_priorities")
          .setTypedConfig(
              Serialized.pack(PreviousPrioritiesConfig.newBuilder().setUpdateFrequency(2).build()))
          .build();

  private RetryPolicyEncoder() {}

  static RetryPolicy encode(io.gatehouse.model.RetryPolicy retry) {
    var encoded =
        RetryPolicy.newBuilder()
            .setRetryOn(retry.on())
            .setNumRetries(UInt32Value.of(retry.attempts()))
            .addAllRetriableStatusCodes(retry.statusCodes());
    retry.perTryTimeout().map(Durations::of).ifPresent(encoded::setPerTryTimeout);
    retry
        .backoff()
        .map(base -> RetryBackOff.newBuilder().setBaseInterval(Durations.of(base)))
        .ifPresent(encoded::setRetryBackOff);
    if (retry.hostReselections() > 0) {
      encoded
          .addRetryHostPredicate(NOT_TRIED_YET)
          .setHostSelectionRetryMaxAttempts(retry.hostReselections());
    }
    if (retry.otherPriorities()) {
      encoded.setRetryPriority(OTHER_PRIORITIES);
    }
    return encoded.build();
  }
}
