package io.gatehouse.xds;

import com.google.common.hash.Hashing;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.gatehouse.finding.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a real Envoy is served in tests, as the encoder would make it. */
final class EnvoyMessages {

  private static final ConfigSource ADS =
      ConfigSource.newBuilder()
          .setAds(AggregatedConfigSource.getDefaultInstance())
          .setResourceApiVersion(ApiVersion.V3)
          .build();

  private EnvoyMessages() {}

  /** A filter chain for {@code host} with its secret and route configuration. */
  static FilterChain chain(String host, String secret, String route) {
    HttpConnectionManager manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("in")
            .setRds(Rds.newBuilder().setConfigSource(ADS).setRouteConfigName(route))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("router")
                    .setTypedConfig(Any.pack(Router.getDefaultInstance())))
            .build();
    DownstreamTlsContext tls =
        DownstreamTlsContext.newBuilder()
            .setCommonTlsContext(
                CommonTlsContext.newBuilder()
                    .addTlsCertificateSdsSecretConfigs(
                        SdsSecretConfig.newBuilder().setName(secret).setSdsConfig(ADS)))
            .build();
    return FilterChain.newBuilder()
        .setName(host)
        .setFilterChainMatch(FilterChainMatch.newBuilder().addServerNames(host))
        .addFilters(Filter.newBuilder().setName("http").setTypedConfig(Any.pack(manager)))
        .setTransportSocket(
            TransportSocket.newBuilder().setName("tls").setTypedConfig(Any.pack(tls)))
        .build();
  }

  static Listener listener(String name, int port, List<FilterChain> chains) {
    return Listener.newBuilder()
        .setName(name)
        .setAddress(address(port))
        .addListenerFilters(
            ListenerFilter.newBuilder()
                .setName("tls_inspector")
                .setTypedConfig(Any.pack(TlsInspector.getDefaultInstance())))
        .addAllFilterChains(chains)
        .build();
  }

  /** Answers every request with {@code body}. */
  static RouteConfiguration directRoute(String name, String body) {
    return route(
        name,
        Route.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setDirectResponse(
                DirectResponseAction.newBuilder()
                    .setStatus(200)
                    .setBody(DataSource.newBuilder().setInlineString(body)))
            .build());
  }

  static RouteConfiguration clusterRoute(String name, String cluster) {
    return route(
        name,
        Route.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setRoute(RouteAction.newBuilder().setCluster(cluster))
            .build());
  }

  private static RouteConfiguration route(String name, Route route) {
    return RouteConfiguration.newBuilder()
        .setName(name)
        .addVirtualHosts(VirtualHost.newBuilder().setName("all").addDomains("*").addRoutes(route))
        .build();
  }

  static Cluster cluster(String name, int connectMillis) {
    return Cluster.newBuilder()
        .setName(name)
        .setType(Cluster.DiscoveryType.EDS)
        .setConnectTimeout(Duration.newBuilder().setNanos(connectMillis * 1_000_000))
        .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS))
        .build();
  }

  /** One that Envoy can read but not use. */
  static Cluster refusedCluster(String name) {
    return cluster(name, 250).toBuilder()
        .setTransportSocket(
            TransportSocket.newBuilder()
                .setName("nothing")
                .setTypedConfig(Any.newBuilder().setTypeUrl("type.googleapis.com/no.Such")))
        .build();
  }

  /** One that breaks a rule of its own message, so that Envoy reads nothing of the response. */
  static Cluster invalidCluster(String name) {
    return cluster(name, 250).toBuilder()
        .setConnectTimeout(Duration.newBuilder().setSeconds(-1))
        .build();
  }

  static ClusterLoadAssignment endpoints(String cluster, int... ports) {
    LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder();
    Arrays.stream(ports)
        .forEach(
            port ->
                locality.addLbEndpoints(
                    LbEndpoint.newBuilder()
                        .setEndpoint(Endpoint.newBuilder().setAddress(address(port)))));
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(cluster)
        .addEndpoints(locality)
        .build();
  }

  static Secret secret(String name, String certificatePem, String keyPem) {
    return Secret.newBuilder()
        .setName(name)
        .setTlsCertificate(
            TlsCertificate.newBuilder()
                .setCertificateChain(DataSource.newBuilder().setInlineString(certificatePem))
                .setPrivateKey(DataSource.newBuilder().setInlineString(keyPem)))
        .build();
  }

  /** As the pipeline makes it: able to be said in other words. */
  static XdsResource secretResource(String name, String certificatePem, String keyPem) {
    return resource(XdsType.SECRET, name, secret(name, certificatePem, keyPem))
        .rewordedBy(() -> Any.pack(secret(name, certificatePem + "\n", keyPem)));
  }

  static XdsResource resource(XdsType type, String name, Message message, String... clusters) {
    Any body = Any.pack(message);
    String version = Hashing.sha256().hashBytes(body.toByteArray()).toString().substring(0, 16);
    return new XdsResource(
        type, name, version, body, Set.of(clusters), Origin.of("Test", "", name), "");
  }

  private static Address address(int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port))
        .build();
  }
}
