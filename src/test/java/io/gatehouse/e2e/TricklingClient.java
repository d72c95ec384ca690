package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client of the ingress gateway whose window lets through a few bytes at a time. A library that
 * logs the beginning of every frame logs what is anywhere in a message.
 */
final class TricklingClient implements StreamObserver<DiscoveryResponse> {

  private static final int WINDOW_BYTES = 100;

  private final AtomicInteger received = new AtomicInteger();

  private TricklingClient() {}

  /** Asks for secrets until it has {@code count} of them. */
  static void fetch(int xdsPort, List<String> secrets, int count) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", xdsPort)
            .usePlaintext()
            .flowControlWindow(WINDOW_BYTES)
            .build();
    TricklingClient client = new TricklingClient();
    try {
      SecretDiscoveryServiceGrpc.newStub(channel)
          .streamSecrets(client)
          .onNext(
              DiscoveryRequest.newBuilder().setNode(node()).addAllResourceNames(secrets).build());
      eventually(() -> client.received.get() >= count);
    } finally {
      channel.shutdownNow();
    }
  }

  private static Node node() {
    Value labels =
        Value.newBuilder()
            .setStructValue(Struct.newBuilder().putFields("istio", text("ingressgateway")))
            .build();
    return Node.newBuilder()
        .setId("trickling")
        .setMetadata(
            Struct.newBuilder()
                .putFields("NAMESPACE", text("istio-system"))
                .putFields("LABELS", labels))
        .build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  @Override
  public void onNext(DiscoveryResponse response) {
    received.addAndGet(response.getResourcesCount());
  }

  @Override
  public void onError(Throwable ended) {
    // Whoever waits for secrets notices.
  }

  @Override
  public void onCompleted() {
    // As above.
  }
}
