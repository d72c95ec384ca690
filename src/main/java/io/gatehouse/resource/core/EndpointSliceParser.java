package io.gatehouse.resource.core;

import io.gatehouse.resource.IpLiteral;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.EndpointSlice.Endpoint;
import io.gatehouse.resource.core.EndpointSlice.EndpointPort;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads {@link EndpointSlice}. Fields that have no bearing on a gateway are not looked at. */
public final class EndpointSliceParser {

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private EndpointSliceParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    return object
        .requiredText("addressType", "Set it to IPv4, IPv6 or FQDN.")
        .map(
            addressType ->
                new EndpointSlice(
                    metadata,
                    metadata.labels().getOrDefault(SERVICE_NAME, ""),
                    addressType,
                    endpoints(object, addressType),
                    ports(object)));
  }

  private static List<Endpoint> endpoints(Fields slice, String addressType) {
    return slice.list("endpoints").stream()
        .map(endpoint -> endpoint.in(slice.part().inner("endpoint")))
        .flatMap(endpoint -> endpoint.object().stream())
        .flatMap(endpoint -> endpoint(endpoint, addressType).stream())
        .toList();
  }

  private static Optional<Endpoint> endpoint(Fields fields, String addressType) {
    Optional<Fields> conditions = fields.object("conditions");
    Endpoint endpoint =
        new Endpoint(
            addresses(fields, addressType),
            condition(conditions, "ready", true),
            condition(conditions, "serving", true),
            condition(conditions, "terminating", false),
            pod(fields));
    return Optional.of(endpoint)
        .filter(read -> fields.part().intact() && !read.addresses().isEmpty());
  }

  private static Optional<String> pod(Fields endpoint) {
    Part target = endpoint.part().inner("target");
    return endpoint
        .get("targetRef")
        .flatMap(value -> value.in(target).object())
        .filter(fields -> fields.text("kind").filter("Pod"::equals).isPresent())
        .flatMap(fields -> fields.text("name"));
  }

  private static List<String> addresses(Fields endpoint, String addressType) {
    Part address = endpoint.part().inner("address");
    String remedy = "Write at least one address.";
    Optional<Value> addresses = endpoint.required("addresses", remedy);
    if (addresses.filter(value -> value.node().isArray() && value.node().isEmpty()).isPresent()) {
      addresses.get().invalid("is empty", remedy);
    }
    return addresses.stream()
        .flatMap(value -> value.list().stream())
        .flatMap(value -> address(value.in(address), addressType).stream())
        .toList();
  }

  private static boolean condition(Optional<Fields> conditions, String name, boolean absent) {
    return conditions.flatMap(all -> all.get(name)).flatMap(Value::flag).orElse(absent);
  }

  /** Envoy refuses a whole assignment for one address that is no IP address. */
  private static Optional<String> address(Value value, String addressType) {
    Predicate<String> valid =
        switch (addressType) {
          case "IPv4" -> text -> IpLiteral.is(text) && !text.contains(":");
          case "IPv6" -> text -> IpLiteral.is(text) && text.contains(":");
          default -> text -> !text.isEmpty();
        };
    Optional<String> text = value.text();
    if (text.isPresent() && !valid.test(text.get())) {
      value.invalid(
          "is " + Value.shown(text.get()) + ", which is not an " + addressType + " address",
          "Correct the address.");
      return Optional.empty();
    }
    return text;
  }

  private static List<EndpointPort> ports(Fields slice) {
    return slice.list("ports").stream()
        .map(port -> port.in(slice.part().inner("port")))
        .flatMap(port -> port.object().flatMap(EndpointSliceParser::port).stream())
        .toList();
  }

  private static Optional<EndpointPort> port(Fields fields) {
    EndpointPort port =
        new EndpointPort(fields.text("name").orElse(""), fields.integer("port", 1, 65535));
    return Optional.of(port).filter(read -> fields.part().intact());
  }
}
