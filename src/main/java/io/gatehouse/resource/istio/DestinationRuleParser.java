package io.gatehouse.resource.istio;

import io.gatehouse.resource.HostPattern;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.istio.DestinationRule.Subset;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@link DestinationRule}. */
public final class DestinationRuleParser {

  private static final Vocabulary OBJECT = Vocabulary.of("a DestinationRule");
  private static final Vocabulary SPEC = Vocabulary.of("a DestinationRule's spec");
  private static final Vocabulary SELECTOR = Vocabulary.strict("a workloadSelector");
  private static final Vocabulary SUBSET = Vocabulary.strict("a subset");
  private static final String SVC = ".svc";

  private DestinationRuleParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    Optional<Resource> rule = object.spec().flatMap(spec -> parseSpec(metadata, spec));
    object.rest(OBJECT);
    return rule;
  }

  private static Optional<Resource> parseSpec(Metadata metadata, Fields spec) {
    Optional<String> host =
        spec.required("host", "Set it to the Service's name.")
            .flatMap(value -> value.nonEmptyText().flatMap(text -> HostName.parse(value, text)));
    DestinationRule rule =
        new DestinationRule(
            metadata,
            host.map(written -> completed(written, metadata)).orElse(""),
            spec.texts("exportTo"),
            selector(spec),
            subsets(spec),
            TrafficPolicyParser.parse(spec));
    spec.rest(SPEC);
    return host.map(known -> rule);
  }

  /**
   * Short names are of the rule's own namespace; {@code name.namespace.svc} is what people write.
   */
  private static String completed(String host, Metadata metadata) {
    if (HostPattern.isWildcard(host)) {
      return host;
    }
    if (host.indexOf('.') < 0) {
      return host + "." + metadata.namespace();
    }
    return host.endsWith(SVC) ? host.substring(0, host.length() - SVC.length()) : host;
  }

  private static Map<String, String> selector(Fields spec) {
    Optional<Fields> selector = spec.object("workloadSelector");
    Map<String, String> labels =
        selector.map(fields -> fields.textMap("matchLabels")).orElse(Map.of());
    selector.ifPresent(fields -> fields.rest(SELECTOR));
    return labels;
  }

  private static List<Subset> subsets(Fields spec) {
    List<Subset> subsets = new ArrayList<>();
    List<Value> values = spec.list("subsets");
    for (int i = 0; i < values.size(); i++) {
      int index = i;
      values
          .get(i)
          .in(
              spec.part()
                  .inner("subset", "the subset is left out, its requests are answered with 503"))
          .object()
          .flatMap(fields -> subset(index, fields))
          .filter(subset -> isNew(subset, subsets, values.get(index)))
          .ifPresent(subsets::add);
    }
    return subsets;
  }

  private static Optional<Subset> subset(int index, Fields fields) {
    Optional<String> name = fields.requiredText("name", "Set it to what routes call the subset.");
    Map<String, String> labels = fields.textMap("labels");
    Optional<TrafficPolicy> policy = TrafficPolicyParser.parse(fields);
    fields.rest(SUBSET);
    return name.filter(known -> fields.part().intact())
        .map(known -> new Subset(index, known, labels, policy));
  }

  private static boolean isNew(Subset subset, List<Subset> earlier, Value value) {
    boolean isNew = earlier.stream().noneMatch(other -> other.name().equals(subset.name()));
    if (!isNew) {
      value
          .in(value.part().inner("subset", "the first one counts"))
          .invalid("has the name of an earlier subset", "Give each subset a name of its own.");
    }
    return isNew;
  }
}
