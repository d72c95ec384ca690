package io.gatehouse.xds;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A plain gRPC client of one stream. */
final class GrpcClient<Q, R> implements ClientResponseObserver<Q, R> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final boolean reads;
  private final BlockingQueue<R> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private ClientCallStreamObserver<Q> call;

  private GrpcClient(boolean reads) {
    this.reads = reads;
  }

  static <Q, R> GrpcClient<Q, R> open(Channel channel, MethodDescriptor<Q, R> method) {
    return open(channel, method, true);
  }

  /**
   * @param reads whether it takes any response
   */
  static <Q, R> GrpcClient<Q, R> open(
      Channel channel, MethodDescriptor<Q, R> method, boolean reads) {
    GrpcClient<Q, R> client = new GrpcClient<>(reads);
    ClientCalls.asyncBidiStreamingCall(channel.newCall(method, CallOptions.DEFAULT), client);
    return client;
  }

  void send(Q request) {
    call.onNext(request);
  }

  void finish() {
    call.onCompleted();
  }

  void cancel() {
    call.cancel("test", null);
  }

  R next() throws InterruptedException {
    R response = responses.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (response == null) {
      throw new AssertionError("no response");
    }
    return response;
  }

  Status end() throws Exception {
    return end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    call = stream;
    if (!reads) {
      stream.disableAutoRequestWithInitial(0);
    }
  }

  @Override
  public void onNext(R response) {
    responses.add(response);
  }

  @Override
  public void onError(Throwable error) {
    end.complete(Status.fromThrowable(error));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }
}
