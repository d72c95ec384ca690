package io.gatehouse.kubernetes.informer;

import io.gatehouse.kubernetes.ApiClients;
import io.gatehouse.resource.ResourceParser;
import io.gatehouse.view.ObjectListener;
import io.gatehouse.view.ObjectSource;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * The objects of a Kubernetes API, each kind of {@link ApiResource} (and namespace, where they are
 * narrowed) listed and watched by a thread of its own.
 *
 * <p>The source counts as synced when each kind has been listed, is not served, or is forbidden.
 */
public final class KubernetesSource implements ObjectSource {

  private static final long STOP_MILLIS = 2_000;

  private final WatchedNamespaces namespaces;
  private final Clock clock;
  private final ApiServer api;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile Optional<Delivery> delivery = Optional.empty();

  /**
   * @throws IOException if what the client is configured by cannot be read
   */
  public KubernetesSource(ApiClients clients, WatchedNamespaces namespaces, Clock clock)
      throws IOException {
    this(clients, namespaces, clock, Patience.DEFAULT);
  }

  KubernetesSource(ApiClients clients, WatchedNamespaces namespaces, Clock clock, Patience patience)
      throws IOException {
    this.namespaces = namespaces;
    this.clock = clock;
    this.api = new ApiServer(clients, patience);
  }

  @Override
  public void start(ObjectListener listener) {
    List<Watched> watched = namespaces.watched();
    Delivery to = new Delivery(listener, new SourceFindings(api.address()), watched);
    delivery = Optional.of(to);
    for (Watched each : watched) {
      ObjectReader reader = new ObjectReader(each.resource(), ResourceParser::parse);
      Thread thread =
          new Thread(new Reflector(each, api, reader, to, clock, stopped), "kubernetes " + each);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  @Override
  public void close() {
    delivery.ifPresent(Delivery::close);
    stopped.countDown();
    api.close();
    threads.forEach(KubernetesSource::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
