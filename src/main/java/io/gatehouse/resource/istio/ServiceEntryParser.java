package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.istio.ServiceEntry.Endpoint;
import io.gatehouse.resource.istio.ServiceEntry.Port;
import io.gatehouse.resource.istio.ServiceEntry.Resolution;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@link ServiceEntry}: the hosts, ports and endpoints that can be honoured. */
public final class ServiceEntryParser {

  private static final Vocabulary OBJECT = Vocabulary.of("a ServiceEntry");
  private static final Vocabulary SPEC = Vocabulary.of("a ServiceEntry's spec");
  private static final Vocabulary PORT = Vocabulary.of("a ServiceEntry's port");
  private static final Vocabulary SELECTOR = Vocabulary.of("a workloadSelector");

  private static final int MAX_PORT = 65535;

  private static final Map<String, Resolution> RESOLUTIONS =
      Map.of(
          "NONE", Resolution.NONE,
          "STATIC", Resolution.STATIC,
          "DNS", Resolution.DNS,
          "DNS_ROUND_ROBIN", Resolution.DNS_ROUND_ROBIN);

  private static final String DYNAMIC_DNS = "DYNAMIC_DNS";

  /** Istio, "Protocol Selection". */
  private static final Set<String> PROTOCOLS =
      Set.of(
          "HTTP",
          "HTTP2",
          "HTTPS",
          "GRPC",
          "GRPC-WEB",
          "TLS",
          "TCP",
          "UDP",
          "MONGO",
          "MYSQL",
          "REDIS");

  private ServiceEntryParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    Optional<Resource> entry = object.spec().map(spec -> parseSpec(metadata, spec));
    object.rest(OBJECT);
    return entry;
  }

  private static ServiceEntry parseSpec(Metadata metadata, Fields spec) {
    // By their addresses and location sidecars know connections; a gateway knows them by routes.
    spec.skip("addresses", "location");
    Resolution resolution =
        spec.get("resolution")
            .filter(value -> !value.node().isString() || !value.node().stringValue().isEmpty())
            .flatMap(ServiceEntryParser::resolution)
            .orElse(Resolution.NONE);
    List<Endpoint> endpoints = endpoints(spec);
    Map<String, String> selector = selector(spec);
    ServiceEntry entry =
        new ServiceEntry(
            metadata,
            hosts(spec, resolution),
            ports(spec),
            resolution,
            endpoints,
            endpoints.isEmpty() ? selector : Map.of(),
            spec.texts("subjectAltNames"),
            spec.texts("exportTo"));
    spec.rest(SPEC);
    return entry;
  }

  private static Optional<Resolution> resolution(Value value) {
    Optional<String> text = value.text();
    Optional<Resolution> resolution = text.map(RESOLUTIONS::get);
    if (text.filter(DYNAMIC_DNS::equals).isPresent()) {
      value.unsupported(
          "is DYNAMIC_DNS, which looks up whatever host a request is for",
          "List the hosts in ServiceEntries with resolution DNS.");
    } else if (text.isPresent() && resolution.isEmpty()) {
      value.invalid(
          "is " + Value.shown(text.get()), "Set it to STATIC, DNS, DNS_ROUND_ROBIN or NONE.");
    }
    return resolution;
  }

  private static List<String> hosts(Fields spec, Resolution resolution) {
    Part one = spec.part().inner("host");
    boolean looksUpItself =
        (resolution == Resolution.DNS || resolution == Resolution.DNS_ROUND_ROBIN)
            && spec.list("endpoints").isEmpty()
            && spec.get("workloadSelector").isEmpty();
    return spec.list("hosts").stream()
        .map(value -> value.in(one))
        .flatMap(
            value ->
                value
                    .nonEmptyText()
                    .flatMap(text -> HostName.parse(value, text))
                    .filter(host -> mayServe(host, value, looksUpItself))
                    .stream())
        .distinct()
        .toList();
  }

  private static boolean mayServe(String host, Value value, boolean looksUpItself) {
    if (host.equals(HostPattern.ANY)) {
      value.invalid("is *, which would be every host", "Write a name, or *. and a name.");
      return false;
    }
    if (HostPattern.isWildcard(host) && looksUpItself) {
      value.invalid(
          "is " + Value.shown(host) + ", which no DNS server can look up",
          "Write a name without *, or endpoints that serve all hosts of that name.");
      return false;
    }
    return true;
  }

  private static List<Port> ports(Fields spec) {
    Set<Integer> seen = new HashSet<>();
    return spec.list("ports").stream()
        .map(value -> value.in(spec.part().inner("port")))
        .flatMap(value -> value.object().flatMap(ServiceEntryParser::port).stream())
        .filter(port -> isFirst(port, seen, spec))
        .toList();
  }

  private static boolean isFirst(Port port, Set<Integer> seen, Fields spec) {
    boolean first = seen.add(port.number());
    if (!first) {
      spec.part()
          .warn(
              FindingCode.INVALID_FIELD,
              spec.at("ports"),
              "Port " + port.number() + " is there twice: the first one counts.",
              "Write each number once.");
    }
    return first;
  }

  private static Optional<Port> port(Fields fields) {
    Optional<Integer> number =
        fields
            .required("number", "Set it to the port that destinations name.")
            .flatMap(value -> value.integer(1, MAX_PORT));
    String name = fields.text("name").orElse("");
    Optional<String> protocol = fields.get("protocol").flatMap(ServiceEntryParser::protocol);
    Optional<Integer> target = fields.integer("targetPort", 0, MAX_PORT).filter(given -> given > 0);
    fields.rest(PORT);
    return number
        .filter(read -> fields.part().intact())
        .map(read -> new Port(read, name, protocol.orElse(""), target.orElse(read)));
  }

  private static Optional<String> protocol(Value value) {
    Optional<String> protocol = value.text().map(text -> text.toUpperCase(Locale.ROOT));
    if (protocol.filter(read -> !read.isEmpty() && !PROTOCOLS.contains(read)).isPresent()) {
      value.invalid(
          "is " + Value.shown(protocol.get()), "Set it to HTTP, HTTP2, GRPC, HTTPS, TLS or TCP.");
      return Optional.empty();
    }
    return protocol;
  }

  private static List<Endpoint> endpoints(Fields spec) {
    List<Endpoint> endpoints = new ArrayList<>();
    List<Value> values = spec.list("endpoints");
    for (int i = 0; i < values.size(); i++) {
      int index = i;
      values
          .get(i)
          .in(spec.part().inner("endpoint"))
          .object()
          .flatMap(WorkloadParser::parse)
          .ifPresent(workload -> endpoints.add(new Endpoint(index, workload)));
    }
    return endpoints;
  }

  private static Map<String, String> selector(Fields spec) {
    Optional<Fields> selector = spec.object("workloadSelector");
    Map<String, String> labels = selector.map(fields -> fields.textMap("labels")).orElse(Map.of());
    selector.ifPresent(
        fields -> {
          fields.rest(SELECTOR);
          reportUnused(spec, labels.isEmpty());
        });
    return labels;
  }

  private static void reportUnused(Fields spec, boolean empty) {
    if (empty) {
      spec.part()
          .warn(
              FindingCode.INVALID_FIELD,
              spec.at("workloadSelector"),
              "workloadSelector has no labels: it selects nothing.",
              "Write labels of the WorkloadEntries or Pods that are meant.");
    } else if (!spec.list("endpoints").isEmpty()) {
      spec.part()
          .warn(
              FindingCode.INVALID_FIELD,
              spec.at("workloadSelector"),
              "There are endpoints too, which are used instead: workloadSelector selects nothing.",
              "Keep one of the two.");
    }
  }
}
