package io.gatehouse.resource.istio;

import io.gatehouse.resource.IpLiteral;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@link Workload}, which endpoints of ServiceEntries and WorkloadEntries have in common. */
final class WorkloadParser {

  private static final Vocabulary WORKLOAD =
      Vocabulary.of("a workload")
          .optional("network", "names the network of a mesh that it is in")
          .optional("locality", "places it nearer to some clients than to others")
          .optional("serviceAccount", "is its identity in a mesh");

  private static final String UNIX = "unix://";

  private WorkloadParser() {}

  /** Empty where {@code fields} says no address that could be used; then with a finding. */
  static Optional<Workload> parse(Fields fields) {
    Optional<String> address =
        fields
            .required("address", "Write an IP address or a DNS name.")
            .flatMap(WorkloadParser::address);
    Map<String, Integer> ports = ports(fields);
    Map<String, String> labels = fields.textMap("labels");
    int weight = fields.integer("weight", 0, Integer.MAX_VALUE).filter(w -> w > 0).orElse(1);
    fields.rest(WORKLOAD);
    return address
        .filter(read -> fields.part().intact())
        .map(read -> new Workload(read, ports, labels, weight));
  }

  private static Optional<String> address(Value value) {
    Optional<String> text = value.nonEmptyText();
    if (text.filter(given -> given.startsWith(UNIX)).isPresent()) {
      value.unsupported(
          "is a socket of the proxy's own machine, which no request is sent to",
          "Let the workload listen on an IP address.");
      return Optional.empty();
    }
    Optional<String> address =
        text.flatMap(given -> IpLiteral.is(given) ? Optional.of(given) : HostName.dnsName(given));
    if (text.isPresent() && address.isEmpty()) {
      value.invalid(
          "is " + Value.shown(text.get()) + ", which is neither an IP address nor a DNS name",
          "Write an IP address such as 192.0.2.1, or a name such as api.example.com.");
    }
    return address;
  }

  private static Map<String, Integer> ports(Fields fields) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    fields
        .map("ports")
        .forEach((name, value) -> value.integer(1, 65535).ifPresent(port -> ports.put(name, port)));
    return ports;
  }
}
