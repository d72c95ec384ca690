package io.gatehouse.pipeline;

import io.gatehouse.credential.CredentialStore;
import io.gatehouse.envoy.EdgeOptions;
import io.gatehouse.finding.Finding;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import io.gatehouse.xds.DeliveryListener;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.SnapshotProvider;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what sources and Envoys say to what is published. One thread owns all state; inputs are
 * queued and all that is queued is taken in before anything is derived: the first change goes out
 * at once, and a burst costs one round for each that the one before it has left time for.
 */
public final class Pipeline
    implements ObjectListener, SnapshotProvider, DeliveryListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

  private final Clock clock;
  private final Queue<Runnable> inputs = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean roundDue = new AtomicBoolean();
  private final ScheduledExecutorService thread;
  private final Publisher publisher;
  private boolean synced;
  private Instant deadline = Instant.MAX;
  private Future<?> wake;

  public Pipeline(
      Translator translator,
      EdgeOptions options,
      CredentialStore credentialStore,
      PipelineListener listener,
      Clock clock) {
    this.clock = clock;
    this.publisher = new Publisher(translator, options, credentialStore, listener, clock);
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread named = new Thread(task, "pipeline");
              named.setDaemon(true);
              return named;
            });
    executor.setRemoveOnCancelPolicy(true);
    this.thread = executor;
  }

  @Override
  public void onObjects(List<ObjectEvent> events) {
    submit(() -> publisher.objects().apply(events));
  }

  @Override
  public void onSourceFindings(String part, List<Finding> findings) {
    submit(() -> publisher.objects().sourceFindings(part, findings));
  }

  @Override
  public void onSynced() {
    submit(() -> synced = true);
  }

  @Override
  public Subscription subscribe(ProxyNode node, SnapshotListener snapshots) {
    submit(() -> publisher.join(node, snapshots));
    return new Subscription() {
      @Override
      public void hold(Set<String> secretNames) {
        submit(() -> publisher.hold(node, secretNames));
      }

      @Override
      public void close() {
        submit(() -> publisher.leave(node));
      }
    };
  }

  @Override
  public void onAcknowledged(ProxyNode node, XdsType type, Map<String, String> versions) {
    if (Group.isIsolated(type)) {
      submit(() -> publisher.acknowledged(node, type, versions));
    }
  }

  @Override
  public void onRefused(
      ProxyNode node,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {
    if (exact && Group.isIsolated(type)) {
      submit(() -> publisher.refused(node, type, resources, detail));
    }
  }

  private void submit(Runnable input) {
    inputs.add(input);
    if (roundDue.compareAndSet(false, true)) {
      thread.execute(this::round);
    }
  }

  private void round() {
    roundDue.set(false);
    try {
      for (Runnable input = inputs.poll(); input != null; input = inputs.poll()) {
        input.run();
      }
      if (synced) {
        publisher.publish();
        publisher.nextDeadline().ifPresent(this::wakeAt);
      }
    } catch (RuntimeException e) {
      // A defect of ours: with the next change, everything is derived anew.
      publisher.startAnew();
      log.error("Could not derive the configuration; what was published stays in service", e);
    }
  }

  private void wakeAt(Instant instant) {
    if (instant.equals(deadline)) {
      return;
    }
    if (wake != null) {
      wake.cancel(false);
    }
    deadline = instant;
    long millis = Math.max(1, Duration.between(clock.instant(), instant).toMillis() + 1);
    wake = thread.schedule(() -> submit(this::deadlineReached), millis, TimeUnit.MILLISECONDS);
  }

  private void deadlineReached() {
    deadline = Instant.MAX;
    publisher.deadlineReached();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
