package io.gatehouse.files;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import io.gatehouse.view.ObjectEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which objects all files hold together. Where several hold one object, the first counts, by path,
 * and the next takes its place when it goes.
 */
final class Inventory {

  private final Map<String, List<Manifest.Entry>> files = new HashMap<>();
  private final Map<ObjectKey, NavigableMap<Place, Parsed>> holders = new HashMap<>();
  private final Map<ObjectKey, Parsed> delivered = new HashMap<>();

  /** In a total order, so that the same files give the same events. */
  private final Map<String, ObjectKey> changed = new TreeMap<>();

  private final Set<String> rearranged = new TreeSet<>();

  /** The objects that {@code path} holds. */
  List<Manifest.Entry> objects(String path) {
    return files.getOrDefault(path, List.of());
  }

  /** Notes what {@code path} holds now. */
  void put(String path, List<Manifest.Entry> objects) {
    objects(path).forEach(entry -> forget(entry.key(), entry.place()));
    if (objects.isEmpty()) {
      files.remove(path);
    } else {
      files.put(path, List.copyOf(objects));
    }
    for (Manifest.Entry entry : objects) {
      holders
          .computeIfAbsent(entry.key(), key -> new TreeMap<>())
          .put(entry.place(), entry.parsed());
      touch(entry.key());
    }
  }

  private void forget(ObjectKey key, Place place) {
    touch(key);
    NavigableMap<Place, Parsed> places = holders.get(key);
    places.remove(place);
    if (places.isEmpty()) {
      holders.remove(key);
    }
  }

  private void touch(ObjectKey key) {
    changed.put(key.kind() + " " + key.name(), key);
    holders
        .getOrDefault(key, new TreeMap<>())
        .keySet()
        .forEach(place -> rearranged.add(place.path()));
  }

  /** What is different from what the last call told; objects that are equal are not told again. */
  List<ObjectEvent> changes() {
    List<ObjectEvent> events = new ArrayList<>();
    for (ObjectKey key : changed.values()) {
      NavigableMap<Place, Parsed> places = holders.get(key);
      if (places == null) {
        if (delivered.remove(key) != null) {
          events.add(new ObjectEvent.Removed(key));
        }
      } else {
        Parsed now = places.firstEntry().getValue();
        if (!now.equals(delivered.put(key, now))) {
          events.add(ObjectEvent.of(now));
        }
      }
    }
    changed.clear();
    return events;
  }

  /** Files for which {@link #duplicates} may say something else than at the last call. */
  Collection<String> rearranged() {
    List<String> paths = List.copyOf(rearranged);
    rearranged.clear();
    return paths;
  }

  /** What {@code path} holds in vain. */
  List<Finding> duplicates(String path) {
    return objects(path).stream()
        .filter(entry -> !entry.place().equals(first(entry)))
        .map(entry -> ignored(entry, first(entry)))
        .toList();
  }

  private Place first(Manifest.Entry entry) {
    return holders.get(entry.key()).firstKey();
  }

  private static Finding ignored(Manifest.Entry entry, Place first) {
    return Finding.error(
        FindingCode.DUPLICATE_OBJECT,
        Place.file(entry.place().path()),
        entry.key().origin()
            + " at line "
            + entry.place().line()
            + " is ignored: "
            + first
            + ", has it too, and comes first.",
        "Keep one of the two.");
  }
}
