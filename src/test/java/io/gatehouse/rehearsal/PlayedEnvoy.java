package io.gatehouse.rehearsal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An Envoy as far as the program sees it: asks for everything, and acknowledges it. */
final class PlayedEnvoy implements StreamObserver<DeltaDiscoveryResponse>, AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
  private static final String ENDPOINTS =
      "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
  private static final String LISTENERS = "type.googleapis.com/envoy.config.listener.v3.Listener";
  private static final String ROUTES =
      "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";
  private static final String SECRETS =
      "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";

  private final Map<String, Map<String, String>> held;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final ManagedChannel channel;
  private final StreamObserver<DeltaDiscoveryRequest> requests;

  /**
   * @param held what it has from an earlier connection: type to name to version
   */
  private PlayedEnvoy(int port, Map<String, Map<String, String>> held) {
    this.held = held;
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);
    synchronized (held) {
      send(first(CLUSTERS).setNode(node()));
      send(first(LISTENERS));
      Stream.of(ENDPOINTS, ROUTES, SECRETS)
          .filter(held::containsKey)
          .forEach(type -> send(first(type).addAllResourceNamesSubscribe(held.get(type).keySet())));
    }
  }

  private DeltaDiscoveryRequest.Builder first(String type) {
    return request(type).putAllInitialResourceVersions(held.getOrDefault(type, Map.of()));
  }

  private static DeltaDiscoveryRequest.Builder request(String type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type);
  }

  private void send(DeltaDiscoveryRequest.Builder request) {
    requests.onNext(request.build());
  }

  static PlayedEnvoy connect(int port) {
    return new PlayedEnvoy(port, new HashMap<>());
  }

  /** After its connection has broken. */
  PlayedEnvoy reconnect(int port) {
    close();
    return new PlayedEnvoy(port, held);
  }

  /** Waits until something has come that contains {@code text}. */
  void await(String text) throws InterruptedException {
    String next;
    do {
      next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new IllegalStateException("nothing that contains \"" + text + "\" has come");
      }
    } while (!next.contains(text));
  }

  @Override
  public void onNext(DeltaDiscoveryResponse response) {
    synchronized (held) {
      take(response);
    }
    response.getResourcesList().forEach(resource -> received.add(text(resource)));
  }

  private void take(DeltaDiscoveryResponse response) {
    Map<String, String> versions =
        held.computeIfAbsent(response.getTypeUrl(), type -> new HashMap<>());
    Map<String, Set<String>> named = new HashMap<>();
    for (Resource resource : response.getResourcesList()) {
      versions.put(resource.getName(), resource.getVersion());
      addNames(named, resource);
    }
    send(request(response.getTypeUrl()).setResponseNonce(response.getNonce()));
    named.forEach((type, names) -> send(request(type).addAllResourceNamesSubscribe(names)));
  }

  private static String text(Resource resource) {
    return resource.toByteString().toStringUtf8();
  }

  private static void addNames(Map<String, Set<String>> named, Resource resource) {
    if (resource.getResource().getTypeUrl().equals(CLUSTERS)) {
      names(named, ENDPOINTS).add(resource.getName());
    } else if (resource.getResource().getTypeUrl().equals(LISTENERS)) {
      for (FilterChain chain :
          unpack(resource.getResource(), Listener.class).getFilterChainsList()) {
        addRoutes(names(named, ROUTES), chain);
        addSecrets(names(named, SECRETS), chain);
      }
    }
  }

  private static Set<String> names(Map<String, Set<String>> named, String type) {
    return named.computeIfAbsent(type, each -> new TreeSet<>());
  }

  /** Chains of connections have none. */
  private static void addRoutes(Set<String> names, FilterChain chain) {
    chain.getFiltersList().stream()
        .map(Filter::getTypedConfig)
        .filter(filter -> filter.is(HttpConnectionManager.class))
        .map(filter -> unpack(filter, HttpConnectionManager.class).getRds().getRouteConfigName())
        .forEach(names::add);
  }

  private static void addSecrets(Set<String> names, FilterChain chain) {
    if (chain.hasTransportSocket()) {
      CommonTlsContext tls =
          unpack(chain.getTransportSocket().getTypedConfig(), DownstreamTlsContext.class)
              .getCommonTlsContext();
      tls.getTlsCertificateSdsSecretConfigsList().stream()
          .map(SdsSecretConfig::getName)
          .forEach(names::add);
      if (tls.hasCombinedValidationContext()) {
        names.add(
            tls.getCombinedValidationContext().getValidationContextSdsSecretConfig().getName());
      }
    }
  }

  private static <T extends Message> T unpack(Any any, Class<T> type) {
    try {
      return any.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Node node() {
    Value ingress = Value.newBuilder().setStringValue("ingressgateway").build();
    Value namespace = Value.newBuilder().setStringValue("istio-system").build();
    Value labels =
        Value.newBuilder().setStructValue(Struct.newBuilder().putFields("istio", ingress)).build();
    return Node.newBuilder()
        .setId("rehearsal")
        .setUserAgentName("envoy")
        .setMetadata(
            Struct.newBuilder().putFields("NAMESPACE", namespace).putFields("LABELS", labels))
        .build();
  }

  @Override
  public void onError(Throwable error) {
    // Whoever waits notices.
  }

  @Override
  public void onCompleted() {
    // As above.
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
