package io.gatehouse.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingsTest {

  private final Holdings holdings = new Holdings();

  @Test
  void it_asks_in_envoys_order_and_on_a_new_stream_tells_what_it_holds() {
    assertThat(lines(holdings.start())).containsExactly("CDS");
    assertThat(take(ResourceType.CLUSTER, "c", Cluster.newBuilder().setName("c").build()))
        .containsExactly("EDS +c");
    assertThat(take(ResourceType.ENDPOINT, "c", ClusterLoadAssignment.getDefaultInstance()))
        .containsExactly("LDS");
    assertThat(take(ResourceType.LISTENER, "l", listener("r"))).containsExactly("RDS +r");
    assertThat(holdings.isComplete()).isFalse();
    assertThat(take(ResourceType.ROUTE, "r", RouteConfiguration.getDefaultInstance())).isEmpty();
    assertThat(holdings.isComplete()).isTrue();

    assertThat(take(ResourceType.LISTENER, "l", listener("q"))).containsExactly("RDS +q -r");
    assertThat(holdings.isComplete()).isFalse();
    take(ResourceType.ROUTE, "q", RouteConfiguration.getDefaultInstance());
    assertThat(lines(holdings.start()))
        .containsExactly("CDS =c", "EDS +c =c", "LDS =l", "RDS +q =q");
  }

  @Test
  void what_it_no_longer_asks_for_it_does_not_keep() {
    holdings.start();
    take(ResourceType.ROUTE, "stray", RouteConfiguration.getDefaultInstance());

    assertThat(holdings.toString()).contains("RDS holds 0, wants 0");
  }

  private static Listener listener(String routes) {
    HttpConnectionManager manager =
        HttpConnectionManager.newBuilder()
            .setRds(Rds.newBuilder().setRouteConfigName(routes))
            .build();
    return Listener.newBuilder()
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setTypedConfig(Any.pack(manager))))
        .build();
  }

  /** What is asked for after a resource has come. */
  private List<String> take(ResourceType type, String name, Message content) {
    DeltaDiscoveryResponse response =
        DeltaDiscoveryResponse.newBuilder()
            .addResources(
                Resource.newBuilder().setName(name).setVersion("1").setResource(Any.pack(content)))
            .build();
    holdings.take(type, response, 0, marks -> {});
    return lines(holdings.follow(type));
  }

  private static List<String> lines(List<DeltaDiscoveryRequest.Builder> requests) {
    return requests.stream().map(HoldingsTest::line).toList();
  }

  /** Added with a plus, dropped with a minus, held with an equals sign. */
  private static String line(DeltaDiscoveryRequest.Builder request) {
    StringBuilder line =
        new StringBuilder(ResourceType.of(request.getTypeUrl()).orElseThrow().service());
    request.getResourceNamesSubscribeList().forEach(name -> line.append(" +").append(name));
    request.getResourceNamesUnsubscribeList().forEach(name -> line.append(" -").append(name));
    request.getInitialResourceVersionsMap().keySet().forEach(n -> line.append(" =").append(n));
    return line.toString();
  }
}
