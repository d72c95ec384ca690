package io.gatehouse.kubernetes.informer;

import static org.awaitility.Awaitility.await;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Resource;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a source tells. */
final class RecordingListener implements ObjectListener {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<List<ObjectEvent>> batches = new CopyOnWriteArrayList<>();
  private final Map<ObjectKey, Resource> objects = new ConcurrentHashMap<>();
  private final Map<String, List<Finding>> findings = new ConcurrentHashMap<>();
  private final AtomicInteger synced = new AtomicInteger();

  @Override
  public void onObjects(List<ObjectEvent> events) {
    for (ObjectEvent event : events) {
      if (event instanceof ObjectEvent.Upserted upserted) {
        objects.put(event.key(), upserted.resource());
      } else if (event instanceof ObjectEvent.Removed) {
        objects.remove(event.key());
      }
    }
    batches.add(events);
  }

  @Override
  public void onSourceFindings(String part, List<Finding> now) {
    findings.put(part, now);
  }

  @Override
  public void onSynced() {
    synced.incrementAndGet();
  }

  void awaitSynced() {
    await("synced").atMost(PATIENCE).until(() -> synced.get() == 1);
  }

  <T extends Resource> T awaitObject(Kind kind, String namespace, String name, Class<T> type) {
    ObjectKey key = ObjectKey.of(kind, namespace, name);
    await(key + " is there").atMost(PATIENCE).until(() -> objects.containsKey(key));
    return type.cast(objects.get(key));
  }

  void awaitGone(Kind kind, String namespace, String name) {
    ObjectKey key = ObjectKey.of(kind, namespace, name);
    await(key + " is gone").atMost(PATIENCE).until(() -> !objects.containsKey(key));
  }

  Finding awaitFinding(String part, FindingCode code) {
    return await(code + " of " + part)
        .atMost(PATIENCE)
        .until(() -> finding(part, code), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Finding> finding(String part, FindingCode code) {
    return findings.getOrDefault(part, List.of()).stream()
        .filter(finding -> finding.code() == code)
        .findFirst();
  }

  void awaitNoFindings() {
    await("no findings of the source")
        .atMost(PATIENCE)
        .until(() -> findings.values().stream().allMatch(Collection::isEmpty));
  }

  List<List<ObjectEvent>> batches() {
    return batches;
  }

  Map<ObjectKey, Resource> objects() {
    return objects;
  }

  Map<String, List<Finding>> findings() {
    return findings;
  }
}
