package io.gatehouse.kubernetes.informer;

import io.gatehouse.finding.Finding;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what all reflectors tell to the listener, one call at a time, none after the end. */
final class Delivery implements Reflector.Observer, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final ObjectListener listener;
  private final SourceFindings findings;
  private final Set<Watched> unsettled;
  private final Map<Watched, Condition> conditions = new HashMap<>();
  private SortedMap<String, SortedSet<Finding>> told = new TreeMap<>();
  private boolean closed;

  Delivery(ObjectListener listener, SourceFindings findings, Collection<Watched> watched) {
    this.listener = listener;
    this.findings = findings;
    this.unsettled = new HashSet<>(watched);
  }

  @Override
  public synchronized void objects(List<ObjectEvent> events) {
    if (!closed) {
      listener.onObjects(events);
    }
  }

  @Override
  public synchronized void settled(Watched watched) {
    if (!closed && unsettled.remove(watched) && unsettled.isEmpty()) {
      listener.onSynced();
    }
  }

  @Override
  public synchronized void condition(Watched watched, Condition condition) {
    if (closed) {
      return;
    }
    conditions.put(watched, condition);
    SortedMap<String, SortedSet<Finding>> now = findings.of(conditions);
    Set<String> parts = new TreeSet<>(told.keySet());
    parts.addAll(now.keySet());
    for (String part : parts) {
      tell(part, told.getOrDefault(part, new TreeSet<>()), now.getOrDefault(part, new TreeSet<>()));
    }
    told = now;
  }

  private void tell(String part, SortedSet<Finding> before, SortedSet<Finding> now) {
    if (now.equals(before)) {
      return;
    }
    now.stream()
        .filter(finding -> !before.contains(finding))
        .forEach(finding -> log.warn("{} {}", finding.sentence(), finding.remedy()));
    if (now.isEmpty()) {
      log.info("{}: in sync again.", part);
    }
    listener.onSourceFindings(part, List.copyOf(now));
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
