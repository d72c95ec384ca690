package io.gatehouse.bench.client;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One Envoy on one connection. When its stream fails it opens another, after as long as Envoy
 * waits, and tells what it holds.
 */
final class SimulatedEnvoy {

  // Envoy's default backoff for xDS streams: jittered, from 0.5 s, at most 30 s.
  private static final long FIRST_BACKOFF_MS = 500;
  private static final long LAST_BACKOFF_MS = 30_000;

  private final int index;
  private final Node node;
  private final Tracker tracker;
  private final ManagedChannel channel;
  private final ScheduledExecutorService clock;
  private final Holdings holdings = new Holdings();
  private Stream stream = new Stream();
  private long backoff = FIRST_BACKOFF_MS;
  private CompletableFuture<Long> complete = new CompletableFuture<>();
  private long opened;
  private int retries;

  SimulatedEnvoy(
      int index,
      Node node,
      Tracker tracker,
      ManagedChannel channel,
      ScheduledExecutorService clock) {
    this.index = index;
    this.node = node;
    this.tracker = tracker;
    this.channel = channel;
    this.clock = clock;
  }

  /** Opens its stream, asking for all it had asked for on an earlier one. */
  synchronized void open() {
    opened = System.nanoTime();
    connect();
  }

  private void connect() {
    stream = new Stream();
    channel.resetConnectBackoff(); // the pauses between attempts are Envoy's
    AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(stream);
    stream.ask(holdings.start());
  }

  /** Ends the stream and opens none by itself. */
  synchronized void disconnect() {
    stream.end();
    complete = new CompletableFuture<>();
  }

  /** Milliseconds from {@link #open} until it first held all it had to. */
  CompletableFuture<Long> complete() {
    return complete;
  }

  synchronized double syncMillis() {
    return (complete.join() - opened) / 1e6;
  }

  synchronized int retries() {
    return retries;
  }

  synchronized Map<ResourceType, Volume> received() {
    return holdings.received();
  }

  synchronized Map<ResourceType, Set<String>> wanted() {
    return holdings.wanted();
  }

  synchronized long lastReceived() {
    return holdings.lastReceived();
  }

  /** What it holds and lacks, for people. */
  @Override
  public synchronized String toString() {
    return "Envoy " + index + ": " + holdings + ", " + retries + " retries";
  }

  private synchronized void onResponse(Stream from, DeltaDiscoveryResponse response, long now) {
    ResourceType type = ResourceType.of(response.getTypeUrl()).orElseThrow();
    backoff = FIRST_BACKOFF_MS;
    from.send(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setResponseNonce(response.getNonce()));
    holdings.take(type, response, now, marks -> tracker.seen(index, type, marks, now));
    from.ask(holdings.follow(type));
    if (holdings.isComplete()) {
      complete.complete(now);
    }
  }

  private synchronized void onEnd(Stream ended) {
    if (ended == stream && !ended.wanted) {
      return;
    }
    retries++;
    long pause = ThreadLocalRandom.current().nextLong(backoff) + 1;
    backoff = Math.min(2 * backoff, LAST_BACKOFF_MS);
    clock.schedule(() -> reconnect(ended), pause, TimeUnit.MILLISECONDS);
  }

  private synchronized void reconnect(Stream ended) {
    if (ended == stream && ended.wanted) {
      connect();
    }
  }

  private final class Stream
      implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {

    private ClientCallStreamObserver<DeltaDiscoveryRequest> requests;
    private boolean introduced;
    private boolean wanted = true;

    void ask(Iterable<DeltaDiscoveryRequest.Builder> asked) {
      asked.forEach(this::send);
    }

    /** The node stands in a stream's first message only. */
    void send(DeltaDiscoveryRequest.Builder request) {
      if (!introduced) {
        request.setNode(node);
        introduced = true;
      }
      requests.onNext(request.build());
    }

    void end() {
      wanted = false;
      if (requests != null) {
        requests.cancel("the simulated Envoy ends", null);
      }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> requestStream) {
      requests = requestStream;
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      onResponse(this, response, System.nanoTime());
    }

    @Override
    public void onError(Throwable error) {
      onEnd(this);
    }

    @Override
    public void onCompleted() {
      onEnd(this);
    }
  }
}
