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
import java.util.Set;

/** An Envoy that asks for all that another asks for, and then reads nothing. */
public final class StalledEnvoy
    implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse>,
        AutoCloseable {

  private static final int SMALLEST_WINDOW = 65_535;

  private final ManagedChannel channel;
  private final Node node;
  private ClientCallStreamObserver<DeltaDiscoveryRequest> requests;

  private StalledEnvoy(ManagedChannel channel, Node node) {
    this.channel = channel;
    this.node = node;
  }

  static StalledEnvoy connect(String target, Node node, Map<ResourceType, Set<String>> names) {
    StalledEnvoy envoy =
        new StalledEnvoy(
            NettyChannelBuilder.forTarget("dns:///" + target)
                .usePlaintext()
                .flowControlWindow(SMALLEST_WINDOW)
                .build(),
            node);
    AggregatedDiscoveryServiceGrpc.newStub(envoy.channel).deltaAggregatedResources(envoy);
    names.forEach((type, wanted) -> envoy.ask(type, wanted));
    return envoy;
  }

  private void ask(ResourceType type, Set<String> names) {
    requests.onNext(
        DeltaDiscoveryRequest.newBuilder()
            .setNode(node)
            .setTypeUrl(type.url())
            .addAllResourceNamesSubscribe(names)
            .build());
  }

  /** Its node's. */
  public String id() {
    return node.getId();
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

  /** Comes only once all that was sent has been read: never. */
  @Override
  public void onError(Throwable error) {}

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
