package io.gatehouse.kubernetes.informer;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.EventListener;

/** The calls under way, their answers' bodies included, so that they can be ended from outside. */
final class OpenCalls extends EventListener {

  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @Override
  public void callStart(Call call) {
    calls.add(call);
    if (closed) {
      call.cancel();
    }
  }

  @Override
  public void callEnd(Call call) {
    calls.remove(call);
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    calls.remove(call);
  }

  /** Ends them and all later ones. */
  void close() {
    closed = true;
    calls.forEach(Call::cancel);
  }
}
