package io.gatehouse.pipeline;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialObjects;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.pipeline.derive.Dependency;
import io.gatehouse.pipeline.derive.Dependency.OnAll;
import io.gatehouse.pipeline.derive.Dependency.OnCredential;
import io.gatehouse.pipeline.derive.Dependency.OnObject;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Proxy;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.SnapshotProvider.SnapshotListener;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes in what is said, and publishes what follows from it: groups, then servers on ports, then
 * credentials, then all else. Owned by the pipeline's thread.
 */
final class Publisher {

  /** A group without proxies is kept so long: an Envoy that restarts finds its last good state. */
  private static final Duration GROUP_LINGER = Duration.ofHours(1);

  /** The kinds of objects that credentials are made of. */
  private static final Set<Kind> HOLDERS = Set.of(Kind.SECRET, Kind.CONFIG_MAP);

  private final Translator translator;
  private final CredentialStore credentialStore;
  private final PipelineListener listener;
  private final Clock clock;

  private final ObjectState objects;
  private final ResourceEncoder encoder = new ResourceEncoder();
  private final Map<ProxyGroup, Group> groups = new HashMap<>();
  private final Map<ProxyGroup, Instant> abandoned = new HashMap<>();
  private final Map<Long, Subscriber> subscribers = new HashMap<>();
  private final Set<Subscriber> awaiting = new HashSet<>();

  /** What has changed since everything was derived from it. */
  private Set<Dependency> changed = new HashSet<>();

  /** The names that changed in what was published since streams were last told. */
  private final Map<ProxyGroup, Map<XdsType, Set<String>>> undelivered = new HashMap<>();

  private Set<CredentialKey> asked = Set.of();
  private Credentials credentials = Credentials.NONE;
  private boolean groupsDue = true;
  private boolean askedDue;
  private boolean credentialsDue;
  private boolean ready;

  /** A connected proxy and what it holds. */
  private static final class Subscriber {
    private final ProxyGroup group;
    private final SnapshotListener listener;
    private Set<String> held = Set.of();

    Subscriber(ProxyGroup group, SnapshotListener listener) {
      this.group = group;
      this.listener = listener;
    }

    /** Each name may stand for either half of a credential. */
    Stream<CredentialKey> heldKeys() {
      return held.stream().flatMap(name -> CredentialKey.named(group.namespace(), name));
    }
  }

  Publisher(
      Translator translator,
      CredentialStore credentialStore,
      PipelineListener listener,
      Clock clock) {
    this.translator = translator;
    this.credentialStore = credentialStore;
    this.listener = listener;
    this.clock = clock;
    this.objects = new ObjectState(translator);
  }

  ObjectState objects() {
    return objects;
  }

  void join(ProxyNode node, SnapshotListener snapshots) {
    Subscriber subscriber = new Subscriber(ProxyGroups.of(node), snapshots);
    subscribers.put(node.stream(), subscriber);
    awaiting.add(subscriber);
    listener.onProxy(node, subscriber.group);
    abandoned.remove(subscriber.group);
    groupsDue |= !groups.containsKey(subscriber.group);
  }

  /** A proxy that has joined says which secrets it has from before. */
  void hold(ProxyNode node, Set<String> secretNames) {
    Subscriber subscriber = subscribers.get(node.stream());
    subscriber.held = Set.copyOf(secretNames);
    awaiting.add(subscriber);
    credentialsDue = true;
  }

  void leave(ProxyNode node) {
    groupOf(node).ifPresent(group -> group.streamClosed(node.stream()));
    Subscriber gone = subscribers.remove(node.stream());
    awaiting.remove(gone);
    credentialsDue |= !gone.held.isEmpty();
    if (subscribers.values().stream().noneMatch(other -> other.group.equals(gone.group))) {
      abandoned.put(gone.group, clock.instant());
    }
  }

  void acknowledged(ProxyNode node, XdsType type, Map<String, String> versions) {
    groupOf(node).ifPresent(group -> group.acknowledged(node.stream(), type, versions));
  }

  void refused(ProxyNode node, XdsType type, Collection<XdsResource> resources, String detail) {
    groupOf(node).ifPresent(group -> group.refused(node.stream(), type, resources, detail));
  }

  /** Empty where the proxy has left, or nothing was published since it joined. */
  private Optional<Group> groupOf(ProxyNode node) {
    return Optional.ofNullable(subscribers.get(node.stream()))
        .map(subscriber -> groups.get(subscriber.group));
  }

  /** The time has come that {@link #nextDeadline} named. */
  void deadlineReached() {
    credentialsDue = true;
  }

  /** When there will be something to publish although nothing is said. */
  Optional<Instant> nextDeadline() {
    return credentialStore.nextDeadline();
  }

  /** Forgets what was derived; what was published stays. */
  void startAnew() {
    groups.replaceAll((proxies, group) -> group.anew());
  }

  /** Derives what depends on what has changed, and tells whom it concerns. */
  void publish() {
    changed.addAll(objects.takeChanges());
    keepGroups();
    ObjectView view = objects.view();
    for (Group group : groups.values()) {
      askedDue |= group.plan(view, changed);
    }
    updateCredentials(view);
    objects.followReach(groups.keySet(), changed);
    listener.onObjects(view, objects.findings());
    groups.values().forEach(group -> publish(group, view));
    deliver();
    changed = new HashSet<>();
    if (!ready) {
      ready = true;
      listener.onReady();
    }
  }

  private void keepGroups() {
    groupsDue |= !abandoned.isEmpty() || !OnObject.names(changed, Kind.PROXY).isEmpty();
    if (!groupsDue) {
      return;
    }
    groupsDue = false;
    Set<ProxyGroup> wanted = new HashSet<>();
    objects.view().proxies().stream().map(Proxy::group).forEach(wanted::add);
    subscribers.values().forEach(subscriber -> wanted.add(subscriber.group));
    Instant limit = clock.instant().minus(GROUP_LINGER);
    abandoned.entrySet().removeIf(entry -> entry.getValue().isBefore(limit));
    wanted.addAll(abandoned.keySet());
    if (wanted.equals(groups.keySet())) {
      return;
    }
    changed.add(OnAll.GROUPS);
    askedDue = true;
    wanted.forEach(
        proxies -> groups.computeIfAbsent(proxies, p -> new Group(p, translator, encoder)));
    List<ProxyGroup> gone =
        groups.keySet().stream().filter(group -> !wanted.contains(group)).toList();
    gone.forEach(groups::remove);
    gone.forEach(listener::onGroupGone);
  }

  /** What has changed of the credentials counts as changed from then on. */
  private void updateCredentials(ObjectView view) {
    List<ObjectKey> holders = OnObject.keys(changed, HOLDERS);
    if (!askedDue && !credentialsDue && holders.isEmpty()) {
      return;
    }
    if (askedDue) {
      asked = new HashSet<>();
      groups.values().forEach(group -> asked.addAll(group.credentialsAsked()));
    }
    askedDue = false;
    credentialsDue = false;
    Set<CredentialKey> held = new HashSet<>();
    subscribers
        .values()
        .forEach(holder -> holder.heldKeys().filter(asked::contains).forEach(held::add));
    CredentialStore.Update update =
        credentialStore.update(
            asked,
            holders,
            new CredentialObjects(view::secret, view::configMap),
            held,
            clock.instant());
    credentials = update.credentials();
    if (!update.changed().isEmpty()) {
      update.changed().forEach(key -> changed.add(new OnCredential(key)));
      listener.onCredentials(credentials, update.changed());
    }
  }

  private void publish(Group group, ObjectView view) {
    Group.Publication before = group.published();
    Group.Publication now = group.publish(view, objects.bindings(), credentials, changed);
    if (now != before) {
      Map<XdsType, Set<String>> names =
          undelivered.computeIfAbsent(group.proxies(), proxies -> new EnumMap<>(XdsType.class));
      now.changed()
          .forEach((type, set) -> names.computeIfAbsent(type, t -> new HashSet<>()).addAll(set));
      listener.onGroup(group.proxies(), now.model(), credentials, now.snapshot(), now.findings());
    }
  }

  private void deliver() {
    if (undelivered.isEmpty() && awaiting.isEmpty()) {
      return;
    }
    for (Subscriber subscriber : subscribers.values()) {
      Map<XdsType, Set<String>> names = undelivered.getOrDefault(subscriber.group, Map.of());
      if (!names.isEmpty() || awaiting.contains(subscriber)) {
        Snapshot snapshot = groups.get(subscriber.group).published().snapshot();
        subscriber.listener.onSnapshot(snapshot, names);
      }
    }
    awaiting.clear();
    undelivered.clear();
  }

  /** How many functions were run since the beginning. */
  long runs() {
    return objects.runs() + groups.values().stream().mapToLong(Group::runs).sum();
  }
}
