package io.gatehouse.bench.client;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Envoys of the ingress gateway, each on a connection of its own. */
public final class Fleet implements AutoCloseable {

  // As Envoy has them.
  private static final int WINDOW = 1 << 28;

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<SimulatedEnvoy> envoys = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Tracker tracker;

  private Fleet(String target, int size) {
    tracker = new Tracker(size);
    for (int index = 0; index < size; index++) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget("dns:///" + target)
              .usePlaintext()
              .eventLoopGroup(threads)
              .channelType(NioSocketChannel.class)
              .directExecutor()
              .flowControlWindow(WINDOW)
              .maxInboundMessageSize(WINDOW)
              .build();
      channels.add(channel);
      envoys.add(new SimulatedEnvoy(index, node(index), tracker, channel, clock));
    }
  }

  /**
   * Connects all of them at once.
   *
   * @param target address and port
   */
  public static Fleet connect(String target, int size) {
    Fleet fleet = new Fleet(target, size);
    fleet.envoys.forEach(SimulatedEnvoy::open);
    return fleet;
  }

  private static Node node(int index) {
    String ip = "10.1.%d.%d".formatted(index / 250, index % 250 + 1);
    String name = "istio-ingressgateway-" + index;
    Struct.Builder metadata = Struct.newBuilder();
    try {
      JsonFormat.parser()
          .merge(
              """
              {"LABELS": {"istio": "ingressgateway", "app": "istio-ingressgateway"},
               "NAMESPACE": "istio-system", "NAME": "%s", "INSTANCE_IPS": "%s",
               "CLUSTER_ID": "Kubernetes", "MESH_ID": "cluster.local",
               "WORKLOAD_NAME": "istio-ingressgateway"}
              """
                  .formatted(name, ip),
              metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Node.newBuilder()
        .setId("router~%s~%s.istio-system~istio-system.svc.cluster.local".formatted(ip, name))
        .setCluster("istio-ingressgateway.istio-system")
        .setUserAgentName("envoy")
        .setMetadata(metadata)
        .build();
  }

  public int size() {
    return envoys.size();
  }

  public Tracker tracker() {
    return tracker;
  }

  /**
   * Waits until every one holds all it has to.
   *
   * @return milliseconds that each needed, from when it was told to connect
   * @throws IllegalStateException if that takes longer than {@code patience}
   */
  public List<Double> awaitComplete(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<Double> millis = new ArrayList<>();
    for (SimulatedEnvoy envoy : envoys) {
      try {
        envoy.complete().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("not in sync in " + patience + ": " + envoy, e);
      }
      millis.add(envoy.syncMillis());
    }
    return millis;
  }

  /** One more, that asks for all that the first of them asks for and reads nothing. */
  public StalledEnvoy connectStalled(String target) {
    return StalledEnvoy.connect(target, node(envoys.size()), envoys.get(0).wanted());
  }

  /** Waits until nothing has come in anywhere for so long. */
  public void awaitSilence(Duration silence) throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      long last = envoys.stream().mapToLong(SimulatedEnvoy::lastReceived).max().orElse(began);
      long left = silence.toNanos() - (System.nanoTime() - Math.max(began, last));
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, 20_000_000));
    }
  }

  /** All that has come in since they were made, by type. */
  public Map<ResourceType, Volume> received() {
    Map<ResourceType, Volume> total = new EnumMap<>(ResourceType.class);
    for (SimulatedEnvoy envoy : envoys) {
      envoy.received().forEach((type, volume) -> total.merge(type, volume, Volume::plus));
    }
    return total;
  }

  /** Streams that failed and were opened again. */
  public int retries() {
    return envoys.stream().mapToInt(SimulatedEnvoy::retries).sum();
  }

  /** Ends all streams; what they hold stays with them. */
  public void disconnect() {
    envoys.forEach(SimulatedEnvoy::disconnect);
  }

  /** Opens all streams again, evenly over {@code time}. */
  public void reconnect(Duration time) {
    for (int index = 0; index < envoys.size(); index++) {
      clock.schedule(
          envoys.get(index)::open, time.toNanos() * index / envoys.size(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    disconnect();
    channels.forEach(ManagedChannel::shutdownNow);
    clock.shutdownNow();
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
