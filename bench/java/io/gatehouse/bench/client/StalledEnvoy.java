package io.gatehouse.bench.client;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An Envoy that asks for all that another asks for, and then reads nothing. */
public final class StalledEnvoy
    implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse>,
        AutoCloseable {

  private static final int SMALLEST_WINDOW = 65_535;

  private final ManagedChannel channel;
  private final long opened = System.nanoTime();
  private ClientCallStreamObserver<DeltaDiscoveryRequest> requests;
  private volatile Optional<Double> endedAfter = Optional.empty();

  private StalledEnvoy(ManagedChannel channel) {
    this.channel = channel;
  }

  static StalledEnvoy connect(String target, Node node, Map<ResourceType, Set<String>> names) {
    StalledEnvoy envoy =
        new StalledEnvoy(
            NettyChannelBuilder.forTarget("dns:///" + target)
                .usePlaintext()
                .flowControlWindow(SMALLEST_WINDOW)
                .build());
    AggregatedDiscoveryServiceGrpc.newStub(envoy.channel).deltaAggregatedResources(envoy);
    names.forEach((type, wanted) -> envoy.ask(node, type, wanted));
    return envoy;
  }

  private void ask(Node node, ResourceType type, Set<String> names) {
    requests.onNext(
        DeltaDiscoveryRequest.newBuilder()
            .setNode(node)
            .setTypeUrl(type.url())
            .addAllResourceNamesSubscribe(names)
            .build());
  }

  /** Seconds from its opening until the control plane has ended it; empty until then. */
  public Optional<Double> endedAfter() {
    return endedAfter;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> requestStream) {
    requests = requestStream;
    requests.disableAutoRequestWithInitial(0);
  }

  @Override
  public void onNext(DeltaDiscoveryResponse response) {
    throw new IllegalStateException("nothing was to be read");
  }

  @Override
  public void onError(Throwable error) {
    endedAfter = Optional.of((System.nanoTime() - opened) / 1e9);
  }

  @Override
  public void onCompleted() {
    endedAfter = Optional.of((System.nanoTime() - opened) / 1e9);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
