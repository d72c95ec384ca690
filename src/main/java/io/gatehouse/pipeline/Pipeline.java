package io.gatehouse.pipeline;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.resource.Proxy;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.translate.Translator;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.DeliveryListener;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.SnapshotProvider;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what sources and Envoys say to what is published. One thread owns all state; inputs are
 * queued and all that is queued is taken in before anything is derived, so that a burst costs one
 * round.
 */
public final class Pipeline
    implements ObjectListener, SnapshotProvider, DeliveryListener, AutoCloseable {

  /** A group without proxies is kept so long: an Envoy that restarts finds its last good state. */
  private static final Duration GROUP_LINGER = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

  private final Translator translator;
  private final CredentialStore credentialStore;
  private final PipelineListener listener;
  private final Clock clock;

  private final Queue<Runnable> inputs = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean roundDue = new AtomicBoolean();
  private final ScheduledExecutorService thread;

  private final ObjectState objects = new ObjectState();
  private final Map<ProxyGroup, Group> groups = new HashMap<>();
  private final Map<ProxyGroup, Instant> abandoned = new HashMap<>();
  private final Map<Long, Stream> streams = new HashMap<>();
  private final Set<Stream> awaiting = new HashSet<>();
  private final Set<Group> dirty = new HashSet<>();
  private Credentials credentials = Credentials.NONE;
  private boolean objectsChanged;
  private boolean synced;
  private boolean ready;
  private Future<?> deadline;

  /** A connected proxy and what it holds. */
  private static final class Stream {
    private final ProxyGroup group;
    private final SnapshotListener listener;
    private Set<String> held = Set.of();
    private Snapshot delivered = Snapshot.EMPTY;

    Stream(ProxyGroup group, SnapshotListener listener) {
      this.group = group;
      this.listener = listener;
    }
  }

  public Pipeline(
      Translator translator,
      CredentialStore credentialStore,
      PipelineListener listener,
      Clock clock) {
    this.translator = translator;
    this.credentialStore = credentialStore;
    this.listener = listener;
    this.clock = clock;
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
    submit(
        () -> {
          objects.apply(events);
          objectsChanged = true;
        });
  }

  @Override
  public void onSourceFindings(String part, List<Finding> findings) {
    submit(
        () -> {
          objects.sourceFindings(part, findings);
          objectsChanged = true;
        });
  }

  @Override
  public void onSynced() {
    submit(
        () -> {
          synced = true;
          objectsChanged = true;
        });
  }

  @Override
  public Subscription subscribe(ProxyNode node, SnapshotListener snapshots) {
    Stream stream = new Stream(ProxyGroups.of(node), snapshots);
    submit(() -> join(node, stream));
    return new Subscription() {
      @Override
      public void hold(Set<String> secretNames) {
        submit(() -> holds(stream, secretNames));
      }

      @Override
      public void close() {
        submit(() -> leave(node, stream));
      }
    };
  }

  @Override
  public void onAcknowledged(ProxyNode node, XdsType type, Map<String, String> versions) {
    if (Group.isIsolated(type)) {
      submit(() -> answered(node, group -> group.acknowledged(node.stream(), type, versions)));
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
      submit(() -> answered(node, group -> group.refused(node.stream(), resources, detail)));
    }
  }

  private void answered(ProxyNode node, Predicate<Group> changed) {
    Group group = groups.get(ProxyGroups.of(node));
    if (group != null && changed.test(group)) {
      dirty.add(group);
    }
  }

  private void join(ProxyNode node, Stream stream) {
    streams.put(node.stream(), stream);
    awaiting.add(stream);
    listener.onProxy(node, stream.group);
    abandoned.remove(stream.group);
    if (!groups.containsKey(stream.group)) {
      objectsChanged = true;
    }
  }

  private void holds(Stream stream, Set<String> secretNames) {
    stream.held = Set.copyOf(secretNames);
    awaiting.add(stream);
    objectsChanged = true;
  }

  private void leave(ProxyNode node, Stream stream) {
    streams.remove(node.stream());
    awaiting.remove(stream);
    Group group = groups.get(stream.group);
    if (group != null) {
      group.streamClosed(node.stream());
    }
    if (streams.values().stream().noneMatch(other -> other.group.equals(stream.group))) {
      abandoned.put(stream.group, clock.instant());
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
        derive();
      }
    } catch (RuntimeException e) {
      // A defect of ours: what is published stays, and the next change is tried again.
      objectsChanged = true;
      log.error("Could not derive the configuration; what was published stays in service", e);
    }
  }

  private void derive() {
    if (objectsChanged) {
      objectsChanged = false;
      ObjectView view = objects.view();
      keepGroups(view);
      updateCredentials(view);
      listener.onObjects(view, findings(view));
      dirty.addAll(groups.values());
    }
    List<Group> due = List.copyOf(dirty);
    dirty.clear();
    due.forEach(this::publish);
    deliver();
    if (!ready) {
      ready = true;
      listener.onReady();
    }
  }

  private void keepGroups(ObjectView view) {
    Set<ProxyGroup> wanted = new HashSet<>();
    view.proxies().stream().map(Proxy::group).forEach(wanted::add);
    streams.values().forEach(stream -> wanted.add(stream.group));
    Instant limit = clock.instant().minus(GROUP_LINGER);
    abandoned.entrySet().removeIf(entry -> entry.getValue().isBefore(limit));
    wanted.addAll(abandoned.keySet());

    wanted.forEach(group -> groups.computeIfAbsent(group, Group::new));
    List<ProxyGroup> gone =
        groups.keySet().stream().filter(group -> !wanted.contains(group)).toList();
    gone.forEach(groups::remove);
    gone.forEach(listener::onGroupGone);
  }

  private void updateCredentials(ObjectView view) {
    Set<CredentialKey> referenced = new HashSet<>();
    Set<CredentialKey> held = new HashSet<>();
    for (ProxyGroup group : groups.keySet()) {
      Set<CredentialKey> ofGroup = translator.credentialsOf(view, group);
      referenced.addAll(ofGroup);
      streams.values().stream()
          .filter(stream -> stream.group.equals(group))
          .forEach(
              stream ->
                  ofGroup.stream()
                      .filter(key -> stream.held.contains(key.sdsName()))
                      .forEach(held::add));
    }
    credentials = credentialStore.update(referenced, view::secret, held, clock.instant());
    if (deadline != null) {
      deadline.cancel(false);
    }
    credentialStore.nextDeadline().ifPresent(this::wakeAt);
  }

  private void wakeAt(Instant instant) {
    long millis = Math.max(1, Duration.between(clock.instant(), instant).toMillis() + 1);
    deadline =
        thread.schedule(() -> submit(() -> objectsChanged = true), millis, TimeUnit.MILLISECONDS);
  }

  private List<Finding> findings(ObjectView view) {
    List<Finding> findings = new ArrayList<>(objects.findings());
    findings.addAll(translator.bindingFindings(view, groups.keySet()));
    findings.sort(null);
    return findings;
  }

  private void publish(Group group) {
    Group.Publication published =
        group.publish(
            translator.translate(objects.view(), credentials, group.proxies()), credentials);
    listener.onGroup(
        group.proxies(),
        published.model(),
        credentials,
        published.snapshot(),
        published.findings());
  }

  /** Streams of a group mostly hold the same snapshot: what changed since is worked out once. */
  private void deliver() {
    Map<Snapshot, Map<XdsType, Set<String>>> changesSince = new IdentityHashMap<>();
    for (Stream stream : streams.values()) {
      Snapshot snapshot = groups.get(stream.group).published().snapshot();
      if (stream.delivered == snapshot && !awaiting.contains(stream)) {
        continue;
      }
      Map<XdsType, Set<String>> changes =
          stream.delivered == Snapshot.EMPTY
              ? SnapshotChanges.between(Snapshot.EMPTY, snapshot)
              : changesSince.computeIfAbsent(
                  stream.delivered, before -> SnapshotChanges.between(before, snapshot));
      if (!changes.isEmpty() || awaiting.contains(stream)) {
        stream.listener.onSnapshot(snapshot, changes);
      }
      stream.delivered = snapshot;
    }
    awaiting.clear();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
