package io.gatehouse.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.MaxStreamDuration;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.gatehouse.model.Mirror;
import io.gatehouse.model.PathRewrite;
import io.gatehouse.model.Route.Action.Forward;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.Route.WeightedCluster;
import java.util.List;

/** Requests that go on to clusters: shares, copies, time and retries. */
final class ForwardEncoder {

  /**
   * A gRPC client's own deadline is kept by Envoy only where the route has no timeout: Envoy takes
   * no account of {@code timeout} where it is told of deadlines.
   */
  private static final MaxStreamDuration ANY_DEADLINE =
      MaxStreamDuration.newBuilder().setGrpcTimeoutHeaderMax(Duration.getDefaultInstance()).build();

  private ForwardEncoder() {}

  static RouteAction encode(Forward forward) {
    // Absent means none; Envoy's own default of 15 s is asked for by nobody.
    var encoded =
        RouteAction.newBuilder()
            .setTimeout(Durations.of(forward.timeout().orElse(java.time.Duration.ZERO)));
    if (forward.timeout().isEmpty()) {
      encoded.setMaxStreamDuration(ANY_DEADLINE);
    }
    clusters(encoded, forward.clusters());
    forward.retry().map(RetryPolicyEncoder::encode).ifPresent(encoded::setRetryPolicy);
    forward.hashPolicies().stream().map(ForwardEncoder::hash).forEach(encoded::addHashPolicy);
    forward.rewrite().ifPresent(rewrite -> rewrite(encoded, rewrite));
    forward.mirrors().stream()
        .map(ForwardEncoder::mirror)
        .forEach(encoded::addRequestMirrorPolicies);
    return encoded.build();
  }

  private static void rewrite(RouteAction.Builder action, PathRewrite rewrite) {
    if (rewrite instanceof PathRewrite.Matched matched) {
      action.setPrefixRewrite(matched.value());
    } else if (rewrite instanceof PathRewrite.Regex regex) {
      action.setRegexRewrite(
          RegexMatchAndSubstitute.newBuilder()
              .setPattern(TextMatchEncoder.regex(regex.pattern()))
              .setSubstitution(regex.substitution()));
    }
  }

  private static RequestMirrorPolicy mirror(Mirror mirror) {
    return RequestMirrorPolicy.newBuilder()
        .setCluster(mirror.cluster())
        .setRuntimeFraction(Shares.runtime(mirror.perMillion()))
        .build();
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
}
