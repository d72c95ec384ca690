package io.gatehouse.pipeline;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.pipeline.derive.Dependency;
import io.gatehouse.pipeline.derive.Dependency.OnAll;
import io.gatehouse.pipeline.derive.Dependency.OnCredential;
import io.gatehouse.pipeline.derive.Dependency.OnObject;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Proxy;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.translate.istio.Translator;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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

  private final ObjectState objects;
  private final ResourceEncoder encoder = new ResourceEncoder();
  private final Map<ProxyGroup, Group> groups = new HashMap<>();
  private final Map<ProxyGroup, Instant> abandoned = new HashMap<>();
  private final Map<Long, Stream> streams = new HashMap<>();
  private final Set<Stream> awaiting = new HashSet<>();

  /** What has changed since everything was derived from it. */
  private final Set<Dependency> changed = new HashSet<>();

  private Set<CredentialKey> asked = Set.of();
  private Credentials credentials = Credentials.NONE;
  private boolean groupsDue = true;
  private boolean asksDue;
  private boolean credentialsDue;
  private boolean objectsDue = true;
  private boolean synced;
  private boolean ready;
  private Future<?> deadline;

  /** A connected proxy and what it holds. */
  private static final class Stream {
    private final ProxyGroup group;
    private final SnapshotListener listener;
    private Set<String> held = Set.of();
    private boolean served;

    Stream(ProxyGroup group, SnapshotListener listener) {
      this.group = group;
      this.listener = listener;
    }

    /** Each name may stand for either half of a credential. */
    java.util.stream.Stream<CredentialKey> heldKeys() {
      return held.stream().flatMap(name -> CredentialKey.named(group.namespace(), name));
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
    this.objects = new ObjectState(translator);
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
          objectsDue = true;
        });
  }

  @Override
  public void onSourceFindings(String part, List<Finding> findings) {
    submit(
        () -> {
          objects.sourceFindings(part, findings);
          objectsDue = true;
        });
  }

  @Override
  public void onSynced() {
    submit(() -> synced = true);
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
      submit(() -> answered(node, group -> group.refused(node.stream(), type, resources, detail)));
    }
  }

  private void answered(ProxyNode node, Consumer<Group> answer) {
    Optional.ofNullable(groups.get(ProxyGroups.of(node))).ifPresent(answer);
  }

  private void join(ProxyNode node, Stream stream) {
    streams.put(node.stream(), stream);
    awaiting.add(stream);
    listener.onProxy(node, stream.group);
    abandoned.remove(stream.group);
    groupsDue |= !groups.containsKey(stream.group);
  }

  private void holds(Stream stream, Set<String> secretNames) {
    stream.held = Set.copyOf(secretNames);
    awaiting.add(stream);
    credentialsDue = true;
  }

  private void leave(ProxyNode node, Stream stream) {
    streams.remove(node.stream());
    awaiting.remove(stream);
    credentialsDue |= !stream.held.isEmpty();
    Optional.ofNullable(groups.get(stream.group))
        .ifPresent(group -> group.streamClosed(node.stream()));
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
      // A defect of ours: what is published stays, and everything is derived anew with the next
      // change.
      groups.replaceAll((proxies, group) -> group.anew());
      log.error("Could not derive the configuration; what was published stays in service", e);
    }
  }

  private void derive() {
    changed.addAll(objects.takeChanges());
    keepGroups();
    ObjectView view = objects.view();
    for (Group group : groups.values()) {
      asksDue |= group.plan(view, changed);
    }
    updateCredentials(view);
    if (objectsDue || !changed.isEmpty()) {
      objects.followReach(groups.keySet(), changed);
      listener.onObjects(view, objects.findings());
    }
    Map<Group, Map<XdsType, Set<String>>> published = new HashMap<>();
    groups.values().forEach(group -> publish(group, view).ifPresent(p -> published.put(group, p)));
    deliver(published);
    changed.clear();
    objectsDue = false;
    if (!ready) {
      ready = true;
      listener.onReady();
    }
  }

  private void keepGroups() {
    groupsDue |= !abandoned.isEmpty() || changed.stream().anyMatch(d -> isOfKind(d, Kind.PROXY));
    if (!groupsDue) {
      return;
    }
    groupsDue = false;
    Set<ProxyGroup> wanted = new HashSet<>();
    objects.view().proxies().stream().map(Proxy::group).forEach(wanted::add);
    streams.values().forEach(stream -> wanted.add(stream.group));
    Instant limit = clock.instant().minus(GROUP_LINGER);
    abandoned.entrySet().removeIf(entry -> entry.getValue().isBefore(limit));
    wanted.addAll(abandoned.keySet());
    if (wanted.equals(groups.keySet())) {
      return;
    }
    changed.add(OnAll.GROUPS);
    asksDue = true;
    wanted.forEach(
        proxies -> groups.computeIfAbsent(proxies, p -> new Group(p, translator, encoder)));
    List<ProxyGroup> gone =
        groups.keySet().stream().filter(group -> !wanted.contains(group)).toList();
    gone.forEach(groups::remove);
    gone.forEach(listener::onGroupGone);
  }

  private static boolean isOfKind(Dependency dependency, Kind kind) {
    return dependency instanceof OnObject object && object.key().kind() == kind;
  }

  /** What has changed of the credentials counts as changed from then on. */
  private void updateCredentials(ObjectView view) {
    List<ObjectName> secrets =
        changed.stream()
            .filter(dependency -> isOfKind(dependency, Kind.SECRET))
            .map(secret -> ((OnObject) secret).key().name())
            .toList();
    if (!asksDue && !credentialsDue && secrets.isEmpty()) {
      return;
    }
    if (asksDue) {
      asked = new HashSet<>();
      groups.values().forEach(group -> asked.addAll(group.credentialsAsked()));
    }
    asksDue = false;
    credentialsDue = false;
    Set<CredentialKey> held = new HashSet<>();
    streams
        .values()
        .forEach(stream -> stream.heldKeys().filter(asked::contains).forEach(held::add));
    CredentialStore.Update update =
        credentialStore.update(asked, secrets, view::secret, held, clock.instant());
    credentials = update.credentials();
    update.changed().forEach(key -> changed.add(new OnCredential(key)));
    if (!update.changed().isEmpty()) {
      listener.onCredentials(credentials, update.changed());
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
    credentialStore.nextDeadline().ifPresent(this::wakeAt);
  }

  private void wakeAt(Instant instant) {
    long millis = Math.max(1, Duration.between(clock.instant(), instant).toMillis() + 1);
    deadline =
        thread.schedule(() -> submit(() -> credentialsDue = true), millis, TimeUnit.MILLISECONDS);
  }

  /** The names that changed, where the group is served or told anything new. */
  private Optional<Map<XdsType, Set<String>>> publish(Group group, ObjectView view) {
    Group.Publication before = group.published();
    Group.Publication now = group.publish(view, objects.bindings(), credentials, changed);
    if (now == before) {
      return Optional.empty();
    }
    listener.onGroup(group.proxies(), now.model(), credentials, now.snapshot(), now.findings());
    return Optional.of(now.changed());
  }

  private void deliver(Map<Group, Map<XdsType, Set<String>>> published) {
    if (published.isEmpty() && awaiting.isEmpty()) {
      return;
    }
    for (Stream stream : streams.values()) {
      Group group = groups.get(stream.group);
      Snapshot snapshot = group.published().snapshot();
      Map<XdsType, Set<String>> names =
          stream.served ? published.getOrDefault(group, Map.of()) : SnapshotChanges.all(snapshot);
      if (!names.isEmpty() || awaiting.contains(stream)) {
        stream.listener.onSnapshot(snapshot, names);
        stream.served = true;
      }
    }
    awaiting.clear();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
