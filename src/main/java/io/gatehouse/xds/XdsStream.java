package io.gatehouse.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of an Envoy, of either protocol. Everything happens on its serial executor; nothing is
 * queued but the names to be looked at; it writes only while the call takes more.
 *
 * @param <Q> the protocol's request message
 * @param <R> the protocol's response message
 */
final class XdsStream<Q, R> implements SnapshotProvider.SnapshotListener {

  /** What streams share. */
  record Shared(
      SnapshotProvider snapshots, DeliveryListener listener, Alarm alarm, XdsTimings timings) {}

  /**
   * Where a stream comes from.
   *
   * @param stream unique among all streams of this process
   * @param address remote address
   * @param only the type of a single-type service; empty for the aggregated one
   */
  record Peer(long stream, String address, Optional<XdsType> only) {}

  /** A client that has said who it is. */
  private record Connection(SnapshotProvider.Subscription subscription, DeliveryReports reports) {}

  /**
   * A response of each type a round, so that a long push of one delays no other. Secrets depend on
   * nothing; the others go in the order of make before break.
   */
  private static final List<XdsType> ROUND =
      List.of(XdsType.SECRET, XdsType.CLUSTER, XdsType.ENDPOINT, XdsType.LISTENER, XdsType.ROUTE);

  private static final Logger LOG = LoggerFactory.getLogger(XdsStream.class);
  private static final long NEVER = Long.MAX_VALUE;

  private final XdsProtocol<Q, R> protocol;
  private final Transport<R> transport;
  private final Executor executor;
  private final Shared shared;
  private final Peer peer;
  private final Planner planner;
  private final StallWatch stall;
  private final Nonces nonces = new Nonces();
  private final SnapshotInbox inbox = new SnapshotInbox();

  private Optional<Connection> connection = Optional.empty();
  private boolean closed;
  private long nextWake = NEVER;
  private Runnable cancelWake = () -> {};

  /**
   * @param executor runs one task after the other
   */
  XdsStream(
      XdsProtocol<Q, R> protocol,
      Transport<R> transport,
      Executor executor,
      Shared shared,
      Peer peer) {
    this.protocol = protocol;
    this.transport = transport;
    this.executor = executor;
    this.shared = shared;
    this.peer = peer;
    this.planner = new Planner(protocol, shared.alarm(), shared.timings());
    this.stall = new StallWatch(shared.alarm(), shared.timings().stall());
  }

  /**
   * A message has come. From any thread.
   *
   * @param done runs once it has been dealt with
   */
  void onRequest(Q message, Runnable done) {
    run(
        () -> {
          receive(protocol.read(message));
          done.run();
        });
  }

  /** The call takes messages again. From any thread. */
  void onReady() {
    run(this::flush);
  }

  /** The call is over. From any thread. */
  void onEnd(StreamEnd reason) {
    run(() -> end(reason));
  }

  /** Ends the call. From any thread. */
  void close(Status status, StreamEnd reason) {
    run(() -> closeNow(status, reason));
  }

  @Override
  public void onSnapshot(Snapshot snapshot, Map<XdsType, Set<String>> changed) {
    if (inbox.put(snapshot, changed)) {
      run(this::takeSnapshot);
    }
  }

  private void run(Runnable task) {
    executor.execute(
        () -> {
          if (closed) {
            return;
          }
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.error("xDS stream {} failed and is closed.", peer.stream(), e);
            closeNow(Status.INTERNAL.withDescription("Internal error."), StreamEnd.INTERNAL_ERROR);
          }
        });
  }

  private void takeSnapshot() {
    inbox.take().ifPresent(arrival -> planner.onSnapshot(arrival.snapshot(), arrival.changed()));
    flush();
  }

  private void receive(StreamRequest request) {
    if (connection.isEmpty()) {
      connect(request.node());
    }
    connection.ifPresent(client -> receive(request, client));
  }

  private void connect(Optional<Node> node) {
    try {
      ProxyNode proxy = NodeReader.read(node, peer.stream(), peer.address());
      DeliveryReports reports = new DeliveryReports(shared.listener(), proxy);
      reports.connected();
      connection = Optional.of(new Connection(shared.snapshots().subscribe(proxy, this), reports));
    } catch (InvalidNodeException e) {
      closeNow(Status.INVALID_ARGUMENT.withDescription(e.getMessage()), StreamEnd.UNKNOWN_CLIENT);
    }
  }

  private void receive(StreamRequest request, Connection client) {
    Optional<XdsType> type = typeOf(request);
    if (type.isEmpty()) {
      client.reports.ignored(type, "unknown-type");
      return;
    }
    TypeState state = planner.state(type.get());
    follow(state, request, client);
    if (!request.nonce().isEmpty()) {
      settle(state, request, client);
    }
    flush();
  }

  private Optional<XdsType> typeOf(StreamRequest request) {
    if (request.typeUrl().isEmpty()) {
      return peer.only();
    }
    return XdsType.of(request.typeUrl())
        .filter(type -> peer.only().isEmpty() || peer.only().get() == type);
  }

  /** What the client is interested in. */
  private void follow(TypeState state, StreamRequest request, Connection client) {
    boolean first = !state.isStarted();
    Interest.Change change = request.names().apply(state.interest());
    Set<String> toHold = first ? planner.start(state, request) : Set.of();
    planner.onInterest(state, change, first);
    if (!toHold.isEmpty()) {
      client.subscription.hold(toHold);
    }
    client.reports.interest(state.type(), change);
  }

  /** What the client says of a response. */
  private void settle(TypeState state, StreamRequest request, Connection client) {
    if (!nonces.isIssued(request.nonce())) {
      client.reports.ignored(Optional.of(state.type()), "unknown-nonce");
      return;
    }
    state
        .answered(Long.parseLong(request.nonce()), protocol.acknowledgesCumulatively())
        .ifPresent(delivery -> settle(state, delivery, request.error(), client.reports));
  }

  private void settle(
      TypeState state, Delivery delivery, Optional<String> error, DeliveryReports reports) {
    if (error.isPresent()) {
      Verdict verdict = protocol.judge(state, delivery, error.get());
      state.refuse(delivery, verdict);
      reports.refused(state.type(), delivery, verdict, error.get());
    } else {
      state.accept(delivery);
      reports.accepted(state.type(), delivery);
    }
    planner.answered(state, delivery);
  }

  private void flush() {
    connection.ifPresent(
        client -> {
          boolean progress;
          do {
            progress = sendRound(client.reports);
          } while (progress);
          watchForStall();
          wakeLater();
        });
  }

  private boolean sendRound(DeliveryReports reports) {
    boolean progress = false;
    for (XdsType type : ROUND) {
      progress |= transport.isReady() && advance(planner.state(type), reports);
    }
    return progress;
  }

  private boolean advance(TypeState state, DeliveryReports reports) {
    Optional<Draft> draft = planner.next(state);
    Map<String, String> recognized = state.takeRecognized();
    if (!recognized.isEmpty()) {
      planner.recognized(state);
      reports.acknowledged(state.type(), recognized);
    }
    draft.ifPresent(ready -> send(state, ready, reports));
    return draft.isPresent() || !recognized.isEmpty();
  }

  private void send(TypeState state, Draft draft, DeliveryReports reports) {
    Delivery delivery = draft.delivery(nonces.next());
    planner.sent(state, delivery);
    transport.send(protocol.write(state, delivery));
    stall.moved();
    reports.sent(state.type(), delivery, draft.forced());
  }

  private void watchForStall() {
    if (transport.isReady() || !planner.hasWork()) {
      stall.moved();
    } else if (stall.stuck()) {
      closeNow(
          Status.UNAVAILABLE.withDescription("The client does not read."), StreamEnd.DOES_NOT_READ);
    }
  }

  private void wakeLater() {
    long now = shared.alarm().now();
    LongStream.concat(planner.deadlines(), stall.deadlines())
        .filter(deadline -> deadline > now)
        .min()
        .ifPresent(deadline -> wakeAt(deadline, now));
  }

  private void wakeAt(long deadline, long now) {
    if (deadline < nextWake) {
      cancelWake.run();
      nextWake = deadline;
      cancelWake = shared.alarm().after(Duration.ofNanos(deadline - now), () -> run(this::wake));
    }
  }

  private void wake() {
    nextWake = NEVER;
    flush();
  }

  private void closeNow(Status status, StreamEnd reason) {
    transport.close(status);
    end(reason);
  }

  private void end(StreamEnd reason) {
    closed = true;
    cancelWake.run();
    connection.ifPresent(
        client -> {
          client.subscription.close();
          client.reports.disconnected(reason.title());
        });
  }
}
