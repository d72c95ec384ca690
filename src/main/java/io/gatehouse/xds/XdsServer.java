package io.gatehouse.xds;

import io.envoyproxy.controlplane.cache.ConfigWatcher;
import io.envoyproxy.controlplane.cache.DeltaResponse;
import io.envoyproxy.controlplane.cache.DeltaWatch;
import io.envoyproxy.controlplane.cache.DeltaXdsRequest;
import io.envoyproxy.controlplane.cache.Response;
import io.envoyproxy.controlplane.cache.Watch;
import io.envoyproxy.controlplane.cache.XdsRequest;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc.ClusterDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc.EndpointDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc.ListenerDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc.RouteDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc.SecretDiscoveryServiceImplBase;
import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptors;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The xDS services of java-control-plane, with streams of our own behind them: its own cannot carry
 * what is promised here (absent names, what a reconnected Envoy holds, flow control).
 */
public final class XdsServer extends V3DiscoveryServer implements AutoCloseable {

  private final GrpcStreams streams;

  public XdsServer(SnapshotProvider snapshots, DeliveryListener listener, XdsTimings timings) {
    super(new NoWatches());
    streams = new GrpcStreams(snapshots, listener, timings);
  }

  /**
   * Adds the services to a gRPC server. What they do they do on threads of their own, so that
   * messages are handed over by the thread that reads them: gRPC's own pool grows by a thread for
   * each of a thousand Envoys that come at once.
   */
  public void host(ServerBuilder<?> server) {
    server.directExecutor();
    services().forEach(server::addService);
  }

  /** The aggregated service and those of a single type. */
  private List<BindableService> services() {
    PeerAddress peerAddress = new PeerAddress();
    return Stream.<BindableService>of(
            getAggregatedDiscoveryServiceImpl(),
            getListenerDiscoveryServiceImpl(),
            getRouteDiscoveryServiceImpl(),
            getClusterDiscoveryServiceImpl(),
            getEndpointDiscoveryServiceImpl(),
            getSecretDiscoveryServiceImpl())
        .<BindableService>map(service -> () -> ServerInterceptors.intercept(service, peerAddress))
        .toList();
  }

  /** Ends all streams. */
  @Override
  public void close() {
    streams.close();
  }

  private StreamObserver<DeltaDiscoveryRequest> delta(
      StreamObserver<DeltaDiscoveryResponse> responses, Optional<XdsType> only) {
    return streams.open(new DeltaProtocol(), responses, only);
  }

  private StreamObserver<DiscoveryRequest> sotw(
      StreamObserver<DiscoveryResponse> responses, Optional<XdsType> only) {
    return streams.open(new SotwProtocol(), responses, only);
  }

  @Override
  public AggregatedDiscoveryServiceImplBase getAggregatedDiscoveryServiceImpl() {
    return new AggregatedDiscoveryServiceImplBase() {
      @Override
      public StreamObserver<DiscoveryRequest> streamAggregatedResources(
          StreamObserver<DiscoveryResponse> responses) {
        return sotw(responses, Optional.empty());
      }

      @Override
      public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
          StreamObserver<DeltaDiscoveryResponse> responses) {
        return delta(responses, Optional.empty());
      }
    };
  }

  @Override
  public ListenerDiscoveryServiceImplBase getListenerDiscoveryServiceImpl() {
    return new ListenerDiscoveryServiceImplBase() {
      @Override
      public StreamObserver<DiscoveryRequest> streamListeners(
          StreamObserver<DiscoveryResponse> responses) {
        return sotw(responses, Optional.of(XdsType.LISTENER));
      }

      @Override
      public StreamObserver<DeltaDiscoveryRequest> deltaListeners(
          StreamObserver<DeltaDiscoveryResponse> responses) {
        return delta(responses, Optional.of(XdsType.LISTENER));
      }
    };
  }

  @Override
  public RouteDiscoveryServiceImplBase getRouteDiscoveryServiceImpl() {
    return new RouteDiscoveryServiceImplBase() {
      @Override
      public StreamObserver<DiscoveryRequest> streamRoutes(
          StreamObserver<DiscoveryResponse> responses) {
        return sotw(responses, Optional.of(XdsType.ROUTE));
      }

      @Override
      public StreamObserver<DeltaDiscoveryRequest> deltaRoutes(
          StreamObserver<DeltaDiscoveryResponse> responses) {
        return delta(responses, Optional.of(XdsType.ROUTE));
      }
    };
  }

  @Override
  public ClusterDiscoveryServiceImplBase getClusterDiscoveryServiceImpl() {
    return new ClusterDiscoveryServiceImplBase() {
      @Override
      public StreamObserver<DiscoveryRequest> streamClusters(
          StreamObserver<DiscoveryResponse> responses) {
        return sotw(responses, Optional.of(XdsType.CLUSTER));
      }

      @Override
      public StreamObserver<DeltaDiscoveryRequest> deltaClusters(
          StreamObserver<DeltaDiscoveryResponse> responses) {
        return delta(responses, Optional.of(XdsType.CLUSTER));
      }
    };
  }

  @Override
  public EndpointDiscoveryServiceImplBase getEndpointDiscoveryServiceImpl() {
    return new EndpointDiscoveryServiceImplBase() {
      @Override
      public StreamObserver<DiscoveryRequest> streamEndpoints(
          StreamObserver<DiscoveryResponse> responses) {
        return sotw(responses, Optional.of(XdsType.ENDPOINT));
      }

      @Override
      public StreamObserver<DeltaDiscoveryRequest> deltaEndpoints(
          StreamObserver<DeltaDiscoveryResponse> responses) {
        return delta(responses, Optional.of(XdsType.ENDPOINT));
      }
    };
  }

  @Override
  public SecretDiscoveryServiceImplBase getSecretDiscoveryServiceImpl() {
    return new SecretDiscoveryServiceImplBase() {
      @Override
      public StreamObserver<DiscoveryRequest> streamSecrets(
          StreamObserver<DiscoveryResponse> responses) {
        return sotw(responses, Optional.of(XdsType.SECRET));
      }

      @Override
      public StreamObserver<DeltaDiscoveryRequest> deltaSecrets(
          StreamObserver<DeltaDiscoveryResponse> responses) {
        return delta(responses, Optional.of(XdsType.SECRET));
      }
    };
  }

  /** java-control-plane's own streams, which are not used, would watch this. */
  private static final class NoWatches implements ConfigWatcher {

    @Override
    public Watch createWatch(
        boolean ads,
        XdsRequest request,
        Set<String> knownResourceNames,
        Consumer<Response> responseConsumer,
        boolean hasClusterChanged,
        boolean allowDefaultEmptyEdsUpdate) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DeltaWatch createDeltaWatch(
        DeltaXdsRequest request,
        String requesterVersion,
        Map<String, String> resourceVersions,
        Set<String> pendingResources,
        boolean isWildcard,
        Consumer<DeltaResponse> responseConsumer,
        boolean hasClusterChanged) {
      throw new UnsupportedOperationException();
    }
  }
}
