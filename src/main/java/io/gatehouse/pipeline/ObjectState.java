package io.gatehouse.pipeline;

import io.gatehouse.finding.Finding;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Resource;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What all sources have said so far. Owned by the pipeline's thread. */
final class ObjectState {

  private final Map<ObjectKey, List<Finding>> objectFindings = new HashMap<>();
  private final Map<String, List<Finding>> sourceFindings = new HashMap<>();
  private ObjectView view = ObjectView.EMPTY;

  /**
   * Later events of an object replace earlier ones; an unreadable object keeps its last good
   * version.
   */
  void apply(Collection<ObjectEvent> events) {
    Map<ObjectKey, Optional<Resource>> changes = new HashMap<>();
    for (ObjectEvent event : events) {
      if (event instanceof ObjectEvent.Upserted upserted) {
        changes.put(event.key(), Optional.of(upserted.resource()));
        remember(event.key(), upserted.findings());
      } else if (event instanceof ObjectEvent.Unreadable unreadable) {
        remember(event.key(), unreadable.findings());
      } else {
        changes.put(event.key(), Optional.empty());
        objectFindings.remove(event.key());
      }
    }
    view = view.with(changes);
  }

  void sourceFindings(String part, List<Finding> findings) {
    if (findings.isEmpty()) {
      sourceFindings.remove(part);
    } else {
      sourceFindings.put(part, findings);
    }
  }

  private void remember(ObjectKey key, List<Finding> findings) {
    if (findings.isEmpty()) {
      objectFindings.remove(key);
    } else {
      objectFindings.put(key, findings);
    }
  }

  ObjectView view() {
    return view;
  }

  /** What was said of objects and of the sources themselves, sorted. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    Stream.of(objectFindings.values(), sourceFindings.values())
        .flatMap(Collection::stream)
        .forEach(all::addAll);
    all.sort(null);
    return List.copyOf(all);
  }
}
