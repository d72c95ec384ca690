package io.gatehouse.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.KeyType;
import org.junit.jupiter.api.Test;

class FactsTest {

  @Test
  void a_listener_makes_envoy_ask_for_routes_and_secrets_and_bears_host_names() {
    Listener listener =
        Listener.newBuilder()
            .setName("0.0.0.0_8443")
            .addFilterChains(chain(Marks.text(7) + ".example.com", "routes-a", "secret-a", "ca-a"))
            .addFilterChains(chain("b.example.com", "routes-b", "secret-b", "ca-b"))
            .build();

    Facts facts = facts(ResourceType.LISTENER, listener);

    assertThat(facts.references(ResourceType.ROUTE)).containsOnly("routes-a", "routes-b");
    assertThat(facts.references(ResourceType.SECRET))
        .containsOnly("secret-a", "ca-a", "secret-b", "ca-b");
    assertThat(facts.references(ResourceType.ENDPOINT)).isEmpty();
    assertThat(facts.marks()).containsOnly(Marks.text(7));
  }

  private static FilterChain chain(String name, String routes, String secret, String ca) {
    HttpConnectionManager manager =
        HttpConnectionManager.newBuilder()
            .setRds(Rds.newBuilder().setRouteConfigName(routes))
            .build();
    CommonTlsContext.Builder tls =
        CommonTlsContext.newBuilder()
            .addTlsCertificateSdsSecretConfigs(SdsSecretConfig.newBuilder().setName(secret));
    tls.getCombinedValidationContextBuilder()
        .getValidationContextSdsSecretConfigBuilder()
        .setName(ca);
    return FilterChain.newBuilder()
        .setName(name)
        .addFilters(Filter.newBuilder().setTypedConfig(Any.pack(manager)))
        .setTransportSocket(
            TransportSocket.newBuilder()
                .setTypedConfig(
                    Any.pack(DownstreamTlsContext.newBuilder().setCommonTlsContext(tls).build())))
        .build();
  }

  @Test
  void a_cluster_makes_envoy_ask_for_its_service_or_else_its_own_name() {
    Cluster.Builder cluster = Cluster.newBuilder().setName("own");

    assertThat(endpointsOf(cluster)).containsOnly("own");
    cluster.getEdsClusterConfigBuilder().setServiceName("service");
    assertThat(endpointsOf(cluster)).containsOnly("service");
  }

  private static Iterable<String> endpointsOf(Cluster.Builder cluster) {
    return facts(ResourceType.CLUSTER, cluster.build()).references(ResourceType.ENDPOINT);
  }

  @Test
  void the_mark_of_a_route_stands_in_any_of_its_texts() {
    RouteConfiguration routes =
        RouteConfiguration.newBuilder()
            .addVirtualHosts(VirtualHost.newBuilder().setName("xbm-" + Marks.text(1)))
            .addVirtualHosts(VirtualHost.newBuilder().setName(Marks.text(2)))
            .build();

    assertThat(facts(ResourceType.ROUTE, routes).marks()).contains(Marks.text(2));
  }

  @Test
  void the_mark_of_an_assignment_is_an_address() {
    SocketAddress address = SocketAddress.newBuilder().setAddress("10.128.0.1").build();
    ClusterLoadAssignment assignment =
        ClusterLoadAssignment.newBuilder()
            .setClusterName("service")
            .addEndpoints(
                LocalityLbEndpoints.newBuilder()
                    .addLbEndpoints(
                        LbEndpoint.newBuilder()
                            .setEndpoint(
                                Endpoint.newBuilder()
                                    .setAddress(Address.newBuilder().setSocketAddress(address)))))
            .build();

    assertThat(facts(ResourceType.ENDPOINT, assignment).marks()).containsOnly("10.128.0.1");
  }

  @Test
  void the_mark_of_a_secret_is_its_certificates_common_name() {
    String pem = Certificates.leaf(Marks.text(3)).key(KeyType.ec("P-256")).issue().certificatePem();
    Secret secret =
        Secret.newBuilder()
            .setName("credential")
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setCertificateChain(DataSource.newBuilder().setInlineString(pem)))
            .build();

    assertThat(facts(ResourceType.SECRET, secret).marks()).containsOnly(Marks.text(3));
  }

  private static Facts facts(ResourceType type, Message resource) {
    return Facts.of(type, resource.toByteString());
  }
}
