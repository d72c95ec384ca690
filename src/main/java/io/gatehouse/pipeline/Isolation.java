package io.gatehouse.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the part of a resource that Envoy refuses, so that the rest of it is served: the filter
 * chain of a listener, the virtual host of a route configuration.
 *
 * <p>What an Envoy of the group acknowledged stays in every version that is tried. Of the parts
 * that are new or changed, half is added at a time (one at a time would take a thousand rounds for
 * a thousand new hosts); what is refused alone stays out, in that form. An Envoy that holds a
 * version from before a restart may serve any of the parts: there, only versions that lack a single
 * part are tried, so that none that is served goes missing.
 *
 * <p>Owned by the pipeline's thread.
 *
 * @param <P> the part; equal parts are the same configuration
 */
final class Isolation<P> {

  /** Enough for acknowledgements that are still under way. */
  private static final int REMEMBERED_VERSIONS = 16;

  private final Function<P, String> nameOf;
  private final Map<String, List<P>> versions = new LinkedHashMap<>();
  private final Set<String> refusedVersions = new HashSet<>();
  private final Map<Long, String> held = new HashMap<>();
  private final Set<Long> holdingUnknown = new HashSet<>();
  private final Map<String, P> acknowledged = new HashMap<>();
  private final Map<String, Refusal<P>> refused = new TreeMap<>();
  private final Deque<Trial> trials = new ArrayDeque<>();
  private Map<String, P> wanted = Map.of();
  private String current = "";

  /** Each of a thousand streams accepts it: its parts are looked at once. */
  private String lastAccepted = "";

  private String lastDetail = "";

  /**
   * A part that Envoy does not take.
   *
   * @param part the form that was refused
   * @param detail Envoy's words, raw
   */
  record Refusal<P>(P part, String detail) {}

  /** Suspects that are tried together, or ({@code without}) everything but them. */
  private record Trial(Set<String> suspects, boolean without) {

    boolean admits(String name) {
      return suspects.contains(name) != without;
    }
  }

  Isolation(Function<P, String> nameOf) {
    this.nameOf = nameOf;
  }

  /** What to send where {@code parts} are wanted; keeps their order. */
  List<P> admit(List<P> parts) {
    wanted = parts.stream().collect(Collectors.toMap(nameOf, Function.identity()));
    refused.entrySet().removeIf(e -> !e.getValue().part().equals(wanted.get(e.getKey())));
    acknowledged.keySet().retainAll(wanted.keySet());
    trials.removeIf(trial -> !wanted.keySet().containsAll(trial.suspects()));

    List<P> admitted = new ArrayList<>(parts.size());
    for (P part : parts) {
      P form = isAdmitted(part) ? part : acknowledged.get(nameOf.apply(part));
      if (form != null) {
        admitted.add(form);
      }
    }
    return admitted;
  }

  private boolean isAdmitted(P part) {
    String name = nameOf.apply(part);
    if (part.equals(acknowledged.get(name))) {
      return true;
    }
    return !refused.containsKey(name) && (trials.isEmpty() || trials.peek().admits(name));
  }

  /**
   * {@code parts}, as {@link #admit} gave them, are about to be sent as {@code version}.
   *
   * @return whether Envoy's answer is known already, so that {@link #admit} now says something else
   */
  boolean settled(String version, List<P> parts) {
    current = version;
    versions.remove(version);
    versions.put(version, parts);
    if (versions.size() > REMEMBERED_VERSIONS) {
      versions.remove(versions.keySet().iterator().next());
    }
    if (trials.isEmpty()) {
      return false;
    }
    if (held.containsValue(version)) {
      return accept(version);
    }
    return refusedVersions.contains(version) && reject(-1, version, lastDetail);
  }

  /**
   * A stream acknowledged a version, or came with it.
   *
   * @return whether {@link #admit} may now say something else
   */
  boolean acknowledged(long stream, String version) {
    held.put(stream, version);
    if (!versions.containsKey(version)) {
      holdingUnknown.add(stream);
      return false;
    }
    holdingUnknown.remove(stream);
    return accept(version);
  }

  private boolean accept(String version) {
    refusedVersions.remove(version);
    if (!version.equals(lastAccepted)) {
      lastAccepted = version;
      versions.get(version).forEach(part -> acknowledged.put(nameOf.apply(part), part));
    }
    if (trials.isEmpty() || !version.equals(current)) {
      return false;
    }
    Trial passed = trials.pop();
    if (passed.without()) {
      trials.clear();
      passed.suspects().forEach(name -> refuse(wanted.get(name), lastDetail));
    }
    return true;
  }

  /**
   * A stream refused a version.
   *
   * @return whether {@link #admit} may now say something else
   */
  boolean refused(long stream, String version, String detail) {
    refusedVersions.retainAll(versions.keySet());
    refusedVersions.add(version);
    lastDetail = detail;
    // A port that cannot be bound is no part's fault.
    boolean partAtFault = !detail.contains("cannot bind");
    return partAtFault && version.equals(current) && reject(stream, version, detail);
  }

  private boolean reject(long stream, String version, String detail) {
    Trial failed = trials.poll();
    if (failed != null && failed.without()) {
      return true;
    }
    List<P> suspects =
        versions.get(version).stream()
            .filter(part -> !part.equals(acknowledged.get(nameOf.apply(part))))
            .toList();
    if (suspects.size() == 1) {
      refuse(suspects.get(0), detail);
    } else if (failed == null && holdingUnknown.contains(stream)) {
      suspects.forEach(part -> trials.add(new Trial(Set.of(nameOf.apply(part)), true)));
    } else if (!suspects.isEmpty()) {
      int half = suspects.size() / 2;
      trials.push(trial(suspects.subList(half, suspects.size())));
      trials.push(trial(suspects.subList(0, half)));
    }
    return true;
  }

  private Trial trial(List<P> suspects) {
    return new Trial(suspects.stream().map(nameOf).collect(Collectors.toSet()), false);
  }

  private void refuse(P part, String detail) {
    refused.put(nameOf.apply(part), new Refusal<>(part, detail));
  }

  /** The parts that are left out, or kept in an older form, because Envoy refused them. */
  List<Refusal<P>> refusals() {
    return List.copyOf(refused.values());
  }

  void streamClosed(long stream) {
    held.remove(stream);
    holdingUnknown.remove(stream);
  }
}
