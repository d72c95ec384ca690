package io.gatehouse.pipeline;

import io.gatehouse.envoy.Serialized.Part;
import io.gatehouse.finding.Finding;
import io.gatehouse.pipeline.derive.FindingCounts;
import io.gatehouse.xds.XdsResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pcollections.TreePMap;

/**
 * Resources of a type whose parts are encoded apart and, where Envoy refuses one, isolated:
 * listeners and their filter chains, route configurations and their virtual hosts. Owned by the
 * pipeline's thread.
 *
 * @param <R> the resource's model
 * @param <P> the part's
 */
final class CompositeResources<R, P> {

  private final Kind<R, P> kind;
  private final FindingCounts findings;
  private final Map<String, Composite<R, P>> all = new HashMap<>();

  /** Those whose isolation has something else to say since they were encoded. */
  private final Set<String> unsettled = new HashSet<>();

  private TreePMap<String, R> admitted = TreePMap.empty();

  /**
   * How a type is dealt with.
   *
   * @param with the same resource with other parts
   * @param encodePart a part of that resource
   * @param mayBeEmpty whether a resource without any part is one
   * @param refused what is said of a part that Envoy refuses
   */
  record Kind<R, P>(
      Function<R, List<P>> partsOf,
      Function<P, String> nameOf,
      BiFunction<R, List<P>, R> with,
      BiFunction<R, P, Part> encodePart,
      BiFunction<R, Supplier<List<Part>>, XdsResource> encode,
      boolean mayBeEmpty,
      Function<Isolation.Refusal<P>, Finding> refused) {}

  /** One resource. */
  private static final class Composite<R, P> {
    private final Isolation<P> isolation;
    private Map<P, Part> encodedParts = Map.of();
    private List<Finding> findings = List.of();

    Composite(Isolation<P> isolation) {
      this.isolation = isolation;
    }
  }

  /**
   * @param findings where it is said what Envoys refused
   */
  CompositeResources(Kind<R, P> kind, FindingCounts findings) {
    this.kind = kind;
    this.findings = findings;
  }

  /**
   * Encodes what has changed.
   *
   * @param changed names of resources that are wanted in another form
   * @param wanted that form; empty where there is to be none
   * @return what is to be served of each name that was looked at; empty for nothing
   */
  Map<String, Optional<XdsResource>> update(
      Collection<String> changed, Function<String, Optional<R>> wanted) {
    Set<String> due = new HashSet<>(changed);
    due.addAll(unsettled);
    unsettled.clear();
    Map<String, Optional<XdsResource>> encoded = new HashMap<>();
    for (String name : due) {
      Optional<R> resource = wanted.apply(name);
      if (resource.isEmpty()) {
        remove(name);
      }
      encoded.put(name, resource.flatMap(present -> admit(name, present)));
    }
    return encoded;
  }

  private void remove(String name) {
    admitted = admitted.minus(name);
    Optional.ofNullable(all.remove(name))
        .ifPresent(gone -> findings.replace(gone.findings, List.of()));
  }

  private Optional<XdsResource> admit(String name, R resource) {
    Composite<R, P> composite =
        all.computeIfAbsent(name, n -> new Composite<>(new Isolation<>(kind.nameOf())));
    R form;
    XdsResource bytes;
    List<P> parts;
    do {
      parts = composite.isolation.admit(kind.partsOf().apply(resource));
      form = kind.with().apply(resource, parts);
      bytes = encode(composite, form, parts);
    } while (composite.isolation.settled(bytes.version(), parts));
    List<Finding> said = composite.isolation.refusals().stream().map(kind.refused()).toList();
    findings.replace(composite.findings, said);
    composite.findings = said;
    boolean served = kind.mayBeEmpty() || !parts.isEmpty();
    admitted = served ? admitted.plus(name, form) : admitted.minus(name);
    return served ? Optional.of(bytes) : Optional.empty();
  }

  private XdsResource encode(Composite<R, P> composite, R form, List<P> parts) {
    return kind.encode().apply(form, () -> encodeParts(composite, form, parts));
  }

  /** Equal parts are encoded once; those that have left are forgotten. */
  private List<Part> encodeParts(Composite<R, P> composite, R form, List<P> parts) {
    Map<P, Part> next = new HashMap<>();
    List<Part> encoded = new ArrayList<>(parts.size());
    for (P part : parts) {
      Part known = composite.encodedParts.get(part);
      Part bytes = known == null ? kind.encodePart().apply(form, part) : known;
      next.put(part, bytes);
      encoded.add(bytes);
    }
    composite.encodedParts = next;
    return encoded;
  }

  /** What is served now, in the order of names; listed when it is asked for. */
  Supplier<List<R>> admitted() {
    TreePMap<String, R> now = admitted;
    return () -> List.copyOf(now.values());
  }

  /** A stream has these versions. */
  void acknowledged(long stream, Map<String, String> versions) {
    versions.forEach(
        (name, version) -> tell(name, isolation -> isolation.acknowledged(stream, version)));
  }

  /** A stream refused these. */
  void refused(long stream, Collection<XdsResource> resources, String detail) {
    resources.forEach(
        resource ->
            tell(
                resource.name(),
                isolation -> isolation.refused(stream, resource.version(), detail)));
  }

  private void tell(String name, Predicate<Isolation<P>> what) {
    Composite<R, P> composite = all.get(name);
    if (composite != null && what.test(composite.isolation)) {
      unsettled.add(name);
    }
  }

  void streamClosed(long stream) {
    all.values().forEach(composite -> composite.isolation.streamClosed(stream));
  }
}
