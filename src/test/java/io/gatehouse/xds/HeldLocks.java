package io.gatehouse.xds;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Writes down what locks are held by the thread that writes to a call. */
final class HeldLocks implements ServerInterceptor {

  private final AtomicInteger writes = new AtomicInteger();
  private final Queue<String> held = new ConcurrentLinkedQueue<>();

  int writes() {
    return writes.get();
  }

  List<String> heldWhileWriting() {
    return List.copyOf(held);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(
        new SimpleForwardingServerCall<Q, R>(call) {
          @Override
          public void sendMessage(R message) {
            writes.incrementAndGet();
            mine().map(LockInfo::getClassName).filter(HeldLocks::isLock).forEach(held::add);
            super.sendMessage(message);
          }
        },
        headers);
  }

  private static Stream<LockInfo> mine() {
    long[] me = {Thread.currentThread().getId()};
    ThreadInfo thread = ManagementFactory.getThreadMXBean().getThreadInfo(me, true, true)[0];
    return Stream.concat(
        Stream.of(thread.getLockedMonitors()), Stream.of(thread.getLockedSynchronizers()));
  }

  /** A worker of a thread pool always has its own lock, which marks it as busy. */
  private static boolean isLock(String className) {
    return !className.startsWith(ThreadPoolExecutor.class.getName());
  }
}
