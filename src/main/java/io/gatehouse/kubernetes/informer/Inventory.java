package io.gatehouse.kubernetes.informer;

import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import io.gatehouse.view.ObjectEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects that one list and watch has read; tells what differs from that. */
final class Inventory {

  private final Map<ObjectKey, Parsed> objects = new HashMap<>();

  /** Takes {@code listed} as all that there is. */
  List<ObjectEvent> replace(Map<ObjectKey, Parsed> listed) {
    List<ObjectEvent> changes = new ArrayList<>();
    objects.keySet().stream()
        .filter(key -> !listed.containsKey(key))
        .toList()
        .forEach(key -> remove(key).ifPresent(changes::add));
    listed.values().forEach(object -> put(object).ifPresent(changes::add));
    return changes;
  }

  /** Empty where nothing that is kept of it has changed. */
  Optional<ObjectEvent> put(Parsed object) {
    return object.equals(objects.put(object.key(), object))
        ? Optional.empty()
        : Optional.of(ObjectEvent.of(object));
  }

  /** Empty where it was not there. */
  Optional<ObjectEvent> remove(ObjectKey key) {
    return Optional.ofNullable(objects.remove(key)).map(gone -> new ObjectEvent.Removed(key));
  }
}
