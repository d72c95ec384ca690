package io.gatehouse.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A client of one stream without a network: what it says and what it is told.
 *
 * @param <Q> request message
 * @param <R> response message
 */
abstract class StreamProbe<Q, R> {

  static final Node NODE = Node.newBuilder().setId("envoy").build();

  final FakeAlarm alarm = new FakeAlarm();
  final FixedSnapshots snapshots;
  final RecordedDeliveries events = new RecordedDeliveries();
  final FakeTransport<R> transport = new FakeTransport<>();
  final XdsStream<Q, R> stream;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean introduced;

  StreamProbe(XdsProtocol<Q, R> protocol, FixedSnapshots snapshots, Optional<XdsType> only) {
    this.snapshots = snapshots;
    this.stream =
        new XdsStream<>(
            protocol,
            transport,
            tasks::add,
            new XdsStream.Shared(snapshots, events, alarm, XdsTimings.DEFAULT),
            new XdsStream.Peer(1, "127.0.0.1:1", only));
  }

  /** The node for the first message, an empty one after. */
  final Node node() {
    Node node = introduced ? Node.getDefaultInstance() : NODE;
    introduced = true;
    return node;
  }

  final void send(Q request) {
    introduced = true;
    stream.onRequest(request, () -> {});
    work();
  }

  final void advance(Duration time) {
    work();
    alarm.advance(time);
    work();
  }

  /** Takes as many messages as {@code room} and no more. */
  final void setRoom(int room) {
    transport.setRoom(room);
    stream.onReady();
    work();
  }

  final void work() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Responses since the last call. */
  final List<R> responses() {
    work();
    return transport.take();
  }

  /** Responses since the last call, each a line. */
  final List<String> said() {
    return responses().stream().map(this::line).toList();
  }

  /** Acknowledges responses until no more come; returns them, each a line. */
  final List<String> ackAll() {
    List<R> responses = responses();
    if (responses.isEmpty()) {
      return List.of();
    }
    responses.forEach(this::ack);
    List<String> lines = new ArrayList<>(responses.stream().map(this::line).toList());
    lines.addAll(ackAll());
    return lines;
  }

  final Optional<Status> closed() {
    work();
    return transport.closed();
  }

  abstract String line(R response);

  abstract void ack(R response);
}
