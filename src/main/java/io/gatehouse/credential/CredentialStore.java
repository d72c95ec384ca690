package io.gatehouse.credential;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.Sets;
import io.gatehouse.credential.CredentialEntry.Inputs;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers what is in service for each referenced credential, so that a Secret that turns bad or
 * goes takes no host down.
 *
 * <p>Not thread safe: the pipeline's thread owns it.
 */
public final class CredentialStore {

  private final Duration deletionGrace;
  private final Map<CredentialKey, CredentialEntry> entries = new HashMap<>();
  private final SetMultimap<ObjectKey, CredentialKey> keysByObject = HashMultimap.create();
  private final NavigableSet<Deadline> deadlines = new TreeSet<>(Deadline.ORDER);
  private Set<CredentialKey> referenced = Set.of();
  private Set<CredentialKey> held = Set.of();
  private Instant last = Instant.MIN;
  private Credentials credentials = Credentials.NONE;

  private record Deadline(Instant at, CredentialKey key) {

    private static final Comparator<Deadline> ORDER =
        Comparator.comparing(Deadline::at).thenComparing(Deadline::key);
  }

  /**
   * What an update brought.
   *
   * @param changed the keys whose status differs or is gone
   */
  public record Update(Credentials credentials, Set<CredentialKey> changed) {}

  /**
   * @param deletionGrace how long a deleted object's content stays in service; zero withdraws it at
   *     once
   */
  public CredentialStore(Duration deletionGrace) {
    this.deletionGrace = Objects.requireNonNull(deletionGrace, "deletionGrace");
  }

  /** What objects are worth right now, with nothing known of before. */
  public static Credentials assess(
      Set<CredentialKey> keys, CredentialObjects objects, Instant now) {
    return new CredentialStore(Duration.ZERO)
        .update(keys, List.of(), objects, Set.of(), now)
        .credentials();
  }

  /**
   * Brings every referenced credential up to date; forgets all others. Only what a changed object
   * or the time concerns is looked at.
   *
   * @param referenced what servers ask for now; the same instance where that is not different
   * @param changed the Secrets and ConfigMaps that may differ from the last call
   * @param held SDS keys that a reconnected Envoy says it has
   * @param now for validity and the grace period
   */
  public Update update(
      Set<CredentialKey> referenced,
      Collection<ObjectKey> changed,
      CredentialObjects objects,
      Set<CredentialKey> held,
      Instant now) {
    Set<CredentialKey> suspects = suspects(referenced, changed, held, now);
    suspects.retainAll(referenced);
    List<CredentialEntry> next = new ArrayList<>();
    for (CredentialKey key : suspects) {
      next.add(next(key, Inputs.of(key, objects, held.contains(key)), now));
    }
    List<CredentialKey> removed =
        referenced == this.referenced
            ? List.of()
            : List.copyOf(Sets.difference(entries.keySet(), referenced));
    removed.forEach(this::forget);
    List<CredentialStatus> statuses = new ArrayList<>();
    next.forEach(entry -> replace(entry).ifPresent(statuses::add));
    this.referenced = referenced;
    this.held = Set.copyOf(held);
    last = now;
    Set<CredentialKey> touched = new HashSet<>(removed);
    statuses.forEach(status -> touched.add(status.key()));
    if (!touched.isEmpty()) {
      credentials = credentials.with(statuses, removed);
    }
    return new Update(credentials, touched);
  }

  private Set<CredentialKey> suspects(
      Set<CredentialKey> referenced,
      Collection<ObjectKey> changed,
      Set<CredentialKey> nowHeld,
      Instant now) {
    if (now.isBefore(last)) {
      return new HashSet<>(referenced);
    }
    Set<CredentialKey> suspects = new HashSet<>();
    if (referenced != this.referenced) {
      Sets.difference(referenced, entries.keySet()).forEach(suspects::add);
    }
    suspects.addAll(Sets.symmetricDifference(held, nowHeld));
    changed.forEach(object -> suspects.addAll(keysByObject.get(object)));
    for (Deadline deadline : deadlines) {
      if (now.isBefore(deadline.at())) {
        break;
      }
      suspects.add(deadline.key());
    }
    return suspects;
  }

  private CredentialEntry next(CredentialKey key, Inputs inputs, Instant now) {
    CredentialEntry before = entries.get(key);
    return before == null
        ? CredentialEntry.first(key, inputs, now, deletionGrace)
        : before.next(inputs, now, deletionGrace);
  }

  /** The status, where it is another one. */
  private Optional<CredentialStatus> replace(CredentialEntry entry) {
    CredentialKey key = entry.status().key();
    CredentialEntry before = entries.get(key);
    forget(key);
    entries.put(key, entry);
    objectsOf(key).forEach(object -> keysByObject.put(object, key));
    entry.deadline().ifPresent(at -> deadlines.add(new Deadline(at, key)));
    return before == null || entry.status() != before.status()
        ? Optional.of(entry.status())
        : Optional.empty();
  }

  private void forget(CredentialKey key) {
    Optional.ofNullable(entries.remove(key))
        .flatMap(CredentialEntry::deadline)
        .ifPresent(at -> deadlines.remove(new Deadline(at, key)));
    objectsOf(key).forEach(object -> keysByObject.remove(object, key));
  }

  private static List<ObjectKey> objectsOf(CredentialKey key) {
    if (!key.files().isEmpty()) {
      return List.of();
    }
    ObjectKey own = new ObjectKey(Kind.SECRET, key.secret());
    return key.half() == Half.KEY_PAIR
        ? List.of(own)
        : List.of(
            own,
            new ObjectKey(Kind.SECRET, CredentialKey.separateCa(key.secret())),
            new ObjectKey(Kind.CONFIG_MAP, key.secret()));
  }

  /**
   * When {@link #update} would say something else although no object changed (grace ends,
   * certificate expires or begins).
   */
  public Optional<Instant> nextDeadline() {
    return deadlines.isEmpty() ? Optional.empty() : Optional.of(deadlines.first().at());
  }
}
