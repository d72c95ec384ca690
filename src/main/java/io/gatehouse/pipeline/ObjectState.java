package io.gatehouse.pipeline;

import io.gatehouse.finding.Finding;
import io.gatehouse.pipeline.derive.Dependency;
import io.gatehouse.pipeline.derive.FindingCounts;
import io.gatehouse.pipeline.derive.ObjectChanges;
import io.gatehouse.pipeline.derive.ReachDerivation;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.translate.istio.Bindings;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectView;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all sources have said so far. Owned by the pipeline's thread. */
final class ObjectState {

  private final FindingCounts findings = new FindingCounts();
  private final Map<Object, List<Finding>> said = new HashMap<>();
  private final Bindings bindings = new Bindings();
  private final ObjectChanges changes = new ObjectChanges(bindings);
  private final ReachDerivation reach;
  private ObjectView view = ObjectView.EMPTY;

  ObjectState(Translator translator) {
    reach = new ReachDerivation(translator, bindings, findings);
  }

  /**
   * Later events of an object replace earlier ones; an unreadable object keeps its last good
   * version; one that is equal to what was there is no change.
   */
  void apply(Collection<ObjectEvent> events) {
    Map<ObjectKey, Optional<Resource>> next = new HashMap<>();
    for (ObjectEvent event : events) {
      if (event instanceof ObjectEvent.Upserted upserted) {
        next.put(event.key(), Optional.of(upserted.resource()));
        say(event.key(), upserted.findings());
      } else if (event instanceof ObjectEvent.Unreadable unreadable) {
        say(event.key(), unreadable.findings());
      } else {
        next.put(event.key(), Optional.empty());
        say(event.key(), List.of());
      }
    }
    next.entrySet().removeIf(entry -> view.get(entry.getKey()).equals(entry.getValue()));
    next.forEach((key, resource) -> changes.add(key, view.get(key), resource));
    view = view.with(next);
  }

  void sourceFindings(String part, List<Finding> ofPart) {
    say(part, ofPart);
  }

  /**
   * @param speaker an object, or a part of a source
   */
  private void say(Object speaker, List<Finding> now) {
    List<Finding> before = now.isEmpty() ? said.remove(speaker) : said.put(speaker, now);
    findings.replace(before == null ? List.of() : before, now);
  }

  ObjectView view() {
    return view;
  }

  /** Where the VirtualServices and the Gateways of {@link #view} meet. */
  Bindings bindings() {
    return bindings;
  }

  /** What differs since the last call. */
  Set<Dependency> takeChanges() {
    return changes.take();
  }

  /** Looks anew at whether anyone is served what has changed. */
  void followReach(Collection<ProxyGroup> groups, Set<Dependency> changed) {
    reach.update(view, groups, changed);
  }

  /** What was said of objects and of the sources themselves, sorted. */
  List<Finding> findings() {
    return findings.sorted();
  }

  /** How many functions were run since the beginning. */
  long runs() {
    return reach.runs();
  }
}
