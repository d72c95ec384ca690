package io.gatehouse.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.Action.Forward;
import io.gatehouse.model.Route.Action.Redirect;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.Route.HeaderValue;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.WeightedCluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteEncoderTest {

  private static final Origin ORIGIN = Origin.of("VirtualService", "default", "test");

  @Test
  void anAbsentTimeoutIsNoneRatherThanEnvoysDefault() {
    RouteAction without = forward(Optional.empty(), share("one", HeaderChanges.NONE));
    RouteAction with =
        forward(Optional.of(java.time.Duration.ofMillis(2500)), share("one", HeaderChanges.NONE));

    assertThat(without.getTimeout()).isEqualTo(Duration.getDefaultInstance());
    assertThat(without.hasTimeout()).isTrue();
    Duration limit = Duration.newBuilder().setSeconds(2).setNanos(500_000_000).build();
    assertThat(with.getTimeout()).isEqualTo(limit);
    assertThat(without.getMaxStreamDuration().hasGrpcTimeoutHeaderMax()).isTrue();
    assertThat(with.hasMaxStreamDuration()).as("Envoy would not keep the timeout").isFalse();
  }

  @Test
  void aSingleClusterKeepsTheHeadersOfItsShare() {
    HeaderChanges changes = requestSet(new HeaderValue("x", "y"));

    assertThat(forward(Optional.empty(), share("one", HeaderChanges.NONE)).getCluster())
        .isEqualTo("one");
    assertThat(
            forward(Optional.empty(), share("one", changes))
                .getWeightedClusters()
                .getClusters(0)
                .getRequestHeadersToAdd(0)
                .getHeader()
                .getKey())
        .isEqualTo("x");
  }

  @Test
  void theHostIsRewrittenForThatShareOnly() {
    Optional<String> host = Optional.of("other.example.com");
    WeightedCluster rewritten = new WeightedCluster("two", 1, HeaderChanges.NONE, host);

    assertThat(forward(Optional.empty(), rewritten).getHostRewriteLiteral())
        .isEqualTo("other.example.com");
    RouteAction shared = forward(Optional.empty(), share("one", HeaderChanges.NONE), rewritten);
    assertThat(shared.getHostRewriteLiteral()).isEmpty();
    assertThat(shared.getWeightedClusters().getClustersList())
        .extracting(ClusterWeight::getHostRewriteLiteral)
        .containsExactly("", "other.example.com");
  }

  @Test
  void valuesAreLiteralAndMayBeEmpty() {
    HeaderChanges changes = requestSet(new HeaderValue("x", "50%"), new HeaderValue("y", ""));
    List<HeaderValueOption> options = EncodedHeaders.of(changes).requestAdd();

    assertThat(options.get(0).getHeader().getValue()).isEqualTo("50%%");
    assertThat(options.get(0).getKeepEmptyValue()).isFalse();
    assertThat(options.get(1).getKeepEmptyValue()).isTrue();
  }

  @Test
  void aRedirectHasACodeThatEnvoyKnows() {
    assertThat(List.of(301, 302, 303, 307, 308))
        .allSatisfy(
            code ->
                assertThat(RouteEncoder.encode(route(redirect(code), HeaderChanges.NONE)))
                    .matches(io.envoyproxy.envoy.config.route.v3.Route::hasRedirect));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RouteEncoder.encode(route(redirect(304), HeaderChanges.NONE)));
  }

  private static RouteAction forward(
      Optional<java.time.Duration> timeout, WeightedCluster... clusters) {
    Forward forward = new Forward(List.of(clusters), timeout, Optional.empty(), List.of());
    return RouteEncoder.encode(route(forward, HeaderChanges.NONE)).getRoute();
  }

  private static Route route(Action action, HeaderChanges headers) {
    return new Route("", new Match(new Path.Prefix("/"), List.of()), action, headers, ORIGIN);
  }

  private static Redirect redirect(int code) {
    return new Redirect(
        Optional.of("/"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        code);
  }

  private static WeightedCluster share(String cluster, HeaderChanges headers) {
    return new WeightedCluster(cluster, 1, headers);
  }

  private static HeaderChanges requestSet(HeaderValue... values) {
    return new HeaderChanges(
        List.of(values), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
