package io.gatehouse.xds;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Puts an {@link XdsStream} behind each gRPC call. */
final class GrpcStreams implements AutoCloseable {

  private final SystemAlarm alarm = new SystemAlarm();
  private final ExecutorService pool;
  private final XdsStream.Shared shared;
  private final AtomicLong calls = new AtomicLong();
  private final Set<XdsStream<?, ?>> open = ConcurrentHashMap.newKeySet();

  GrpcStreams(SnapshotProvider snapshots, DeliveryListener listener, XdsTimings timings) {
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new ThreadFactoryBuilder().setNameFormat("xds-%d").setDaemon(true).build(),
            new ThreadPoolExecutor.DiscardPolicy());
    shared = new XdsStream.Shared(snapshots, listener, alarm, timings);
  }

  /**
   * @param only the type of a single-type service; empty for the aggregated one
   */
  <Q, R> StreamObserver<Q> open(
      XdsProtocol<Q, R> protocol, StreamObserver<R> responses, Optional<XdsType> only) {
    ServerCallStreamObserver<R> call = (ServerCallStreamObserver<R>) responses;
    XdsStream<Q, R> stream =
        new XdsStream<>(
            protocol,
            new CallTransport<>(call),
            MoreExecutors.newSequentialExecutor(pool),
            shared,
            new XdsStream.Peer(calls.incrementAndGet(), PeerAddress.current(), only));
    open.add(stream);
    call.setOnReadyHandler(stream::onReady);
    call.setOnCancelHandler(() -> ended(stream));
    call.setOnCloseHandler(() -> ended(stream));
    call.disableAutoRequest();
    call.request(1);
    return new Requests<>(stream, call);
  }

  private void ended(XdsStream<?, ?> stream) {
    open.remove(stream);
    stream.onEnd(StreamEnd.CONNECTION_LOST);
  }

  /** Ends all calls, so that Envoys turn to another replica at once. */
  @Override
  public void close() {
    open.forEach(
        stream ->
            stream.close(Status.UNAVAILABLE.withDescription("Shutting down."), StreamEnd.SHUTDOWN));
    pool.shutdown();
    alarm.close();
  }

  /** Takes one message after the other: the next is asked for once the last was dealt with. */
  private record Requests<Q, R>(XdsStream<Q, R> stream, ServerCallStreamObserver<R> call)
      implements StreamObserver<Q> {

    @Override
    public void onNext(Q request) {
      stream.onRequest(request, () -> call.request(1));
    }

    @Override
    public void onError(Throwable error) {
      stream.onEnd(StreamEnd.CONNECTION_LOST);
    }

    @Override
    public void onCompleted() {
      stream.close(Status.OK, StreamEnd.CLIENT_FINISHED);
    }
  }

  private record CallTransport<R>(ServerCallStreamObserver<R> call) implements Transport<R> {

    @Override
    public boolean isReady() {
      return call.isReady();
    }

    @Override
    public void send(R response) {
      call.onNext(response);
    }

    @Override
    public void close(Status status) {
      if (status.isOk()) {
        call.onCompleted();
      } else {
        call.onError(status.asRuntimeException());
      }
    }
  }
}
