package io.gatehouse.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.MaxStreamDuration;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action.Forward;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.Route.WeightedCluster;
import java.util.List;

/** Requests that go on to clusters: shares, time and retries. */
final class ForwardEncoder {

  private static final RetryPolicy.RetryHostPredicate NOT_TRIED_YET =
      RetryPolicy.RetryHostPredicate.newBuilder()
          .setName("envoy.retry_host_predicates.previous_hosts")
          .setTypedConfig(Serialized.pack(PreviousHostsPredicate.getDefaultInstance()))
          .build();

  private ForwardEncoder() {}

  static RouteAction encode(Forward forward) {
    // Absent means none; Envoy's own default of 15 s is asked for by nobody.
    Duration timeout = Durations.of(forward.timeout().orElse(java.time.Duration.ZERO));
    var encoded =
        RouteAction.newBuilder()
            .setTimeout(timeout)
            // A gRPC client's own deadline counts, up to the route's.
            .setMaxStreamDuration(MaxStreamDuration.newBuilder().setGrpcTimeoutHeaderMax(timeout));
    clusters(encoded, forward.clusters());
    forward.retry().map(ForwardEncoder::retry).ifPresent(encoded::setRetryPolicy);
    forward.hashPolicies().stream().map(ForwardEncoder::hash).forEach(encoded::addHashPolicy);
    return encoded.build();
  }

  private static void clusters(RouteAction.Builder action, List<WeightedCluster> clusters) {
    WeightedCluster first = clusters.get(0);
    if (clusters.size() == 1 && first.headers().equals(HeaderChanges.NONE)) {
      action.setCluster(first.cluster());
      first.hostRewrite().ifPresent(action::setHostRewriteLiteral);
      return;
    }
    var weighted = io.envoyproxy.envoy.config.route.v3.WeightedCluster.newBuilder();
    clusters.stream().map(ForwardEncoder::share).forEach(weighted::addClusters);
    action.setWeightedClusters(weighted);
  }

  private static ClusterWeight share(WeightedCluster cluster) {
    EncodedHeaders headers = EncodedHeaders.of(cluster.headers());
    var encoded =
        ClusterWeight.newBuilder()
            .setName(cluster.cluster())
            .setWeight(UInt32Value.of(cluster.weight()))
            .addAllRequestHeadersToAdd(headers.requestAdd())
            .addAllRequestHeadersToRemove(headers.requestRemove())
            .addAllResponseHeadersToAdd(headers.responseAdd())
            .addAllResponseHeadersToRemove(headers.responseRemove());
    cluster.hostRewrite().ifPresent(encoded::setHostRewriteLiteral);
    return encoded.build();
  }

  private static RouteAction.HashPolicy hash(HashPolicy policy) {
    var encoded = RouteAction.HashPolicy.newBuilder();
    if (policy instanceof HashPolicy.Header header) {
      encoded.setHeader(RouteAction.HashPolicy.Header.newBuilder().setHeaderName(header.name()));
    } else if (policy instanceof HashPolicy.Cookie cookie) {
      var of =
          RouteAction.HashPolicy.Cookie.newBuilder().setName(cookie.name()).setPath(cookie.path());
      cookie.ttl().map(Durations::of).ifPresent(of::setTtl);
      cookie
          .attributes()
          .forEach(a -> of.addAttributesBuilder().setName(a.name()).setValue(a.value()));
      encoded.setCookie(of);
    } else if (policy instanceof HashPolicy.SourceIp) {
      encoded.setConnectionProperties(
          RouteAction.HashPolicy.ConnectionProperties.newBuilder().setSourceIp(true));
    } else if (policy instanceof HashPolicy.QueryParameter parameter) {
      encoded.setQueryParameter(
          RouteAction.HashPolicy.QueryParameter.newBuilder().setName(parameter.name()));
    }
    return encoded.build();
  }

  private static RetryPolicy retry(Route.RetryPolicy retry) {
    return RetryPolicy.newBuilder()
        .setRetryOn(retry.on())
        .setNumRetries(UInt32Value.of(retry.attempts()))
        .addRetryHostPredicate(NOT_TRIED_YET)
        .setHostSelectionRetryMaxAttempts(retry.hostReselections())
        .build();
  }
}
