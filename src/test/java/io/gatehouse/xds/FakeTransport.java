package io.gatehouse.xds;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call whose readiness a test decides. */
final class FakeTransport<R> implements Transport<R> {

  private final List<R> sent = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private Optional<Status> closed = Optional.empty();

  /** How many more messages are taken. */
  void setRoom(int messages) {
    room = messages;
  }

  /** What was sent since the last call. */
  List<R> take() {
    List<R> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  Optional<Status> closed() {
    return closed;
  }

  @Override
  public boolean isReady() {
    return room > 0 && closed.isEmpty();
  }

  @Override
  public void send(R response) {
    if (!isReady()) {
      throw new IllegalStateException("sent while not ready");
    }
    room--;
    sent.add(response);
  }

  @Override
  public void close(Status status) {
    if (closed.isPresent()) {
      throw new IllegalStateException("closed twice");
    }
    closed = Optional.of(status);
  }
}
