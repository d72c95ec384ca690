package io.gatehouse.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection.Builder;
import io.envoyproxy.envoy.type.v3.Percent;
import io.gatehouse.model.ClusterPolicy.LocalOriginFailures;
import io.gatehouse.model.ClusterPolicy.OutlierDetection;

/**
 * When an endpoint is ejected. Only counted errors eject, as in Istio, never success rates, which
 * say little of a few endpoints.
 */
final class OutlierEncoder {

  private static final UInt32Value NEVER = UInt32Value.of(0);
  private static final UInt32Value ALWAYS = UInt32Value.of(100);

  private OutlierEncoder() {}

  static void encode(OutlierDetection outlier, Cluster.Builder cluster) {
    Builder encoded =
        io.envoyproxy.envoy.config.cluster.v3.OutlierDetection.newBuilder()
            .setEnforcingSuccessRate(NEVER);
    outlier
        .consecutive5xx()
        .ifPresent(
            errors -> {
              if (errors > 0) {
                encoded.setConsecutive5Xx(UInt32Value.of(errors));
              }
              encoded.setEnforcingConsecutive5Xx(errors > 0 ? ALWAYS : NEVER);
            });
    if (outlier.consecutiveGatewayErrors() > 0) {
      encoded
          .setConsecutiveGatewayFailure(UInt32Value.of(outlier.consecutiveGatewayErrors()))
          .setEnforcingConsecutiveGatewayFailure(ALWAYS);
    }
    outlier.localOriginFailures().ifPresent(failures -> localOrigin(failures, encoded));
    outlier.interval().map(Durations::of).ifPresent(encoded::setInterval);
    outlier.baseEjectionTime().map(Durations::of).ifPresent(encoded::setBaseEjectionTime);
    outlier.maxEjectionPercent().map(UInt32Value::of).ifPresent(encoded::setMaxEjectionPercent);
    cluster
        .setOutlierDetection(encoded)
        .setCommonLbConfig(
            CommonLbConfig.newBuilder()
                .setHealthyPanicThreshold(
                    Percent.newBuilder().setValue(outlier.minHealthPercent())));
  }

  private static void localOrigin(LocalOriginFailures failures, Builder encoded) {
    encoded.setSplitExternalLocalOriginErrors(true).setEnforcingLocalOriginSuccessRate(NEVER);
    failures
        .consecutive()
        .ifPresent(
            count ->
                encoded
                    .setConsecutiveLocalOriginFailure(UInt32Value.of(count))
                    .setEnforcingConsecutiveLocalOriginFailure(ALWAYS));
  }
}
