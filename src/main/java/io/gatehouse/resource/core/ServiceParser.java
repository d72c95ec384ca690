package io.gatehouse.resource.core;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.core.Service.TargetPort;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@link Service}. Fields that have no bearing on a gateway are not looked at: the Kubernetes
 * API has validated them.
 */
public final class ServiceParser {

  private static final String EXPORT_TO = "networking.istio.io/exportTo";
  private static final int MAX_PORT = 65535;

  private ServiceParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    List<String> exportTo = exportTo(object);
    return object
        .spec()
        .map(
            spec ->
                new Service(
                    metadata,
                    spec.text("type").orElse("ClusterIP"),
                    spec.text("clusterIP").filter("None"::equals).isPresent(),
                    spec.text("externalName"),
                    spec.textMap("selector"),
                    ports(spec),
                    exportTo));
  }

  private static List<String> exportTo(Fields object) {
    return object
        .object("metadata")
        .flatMap(metadata -> metadata.object("annotations"))
        .flatMap(annotations -> annotations.text(EXPORT_TO))
        .map(
            namespaces ->
                Arrays.stream(namespaces.split(","))
                    .map(String::strip)
                    .filter(namespace -> !namespace.isEmpty())
                    .toList())
        .orElse(List.of());
  }

  private static List<ServicePort> ports(Fields spec) {
    return spec.list("ports").stream()
        .map(port -> port.in(spec.part().inner("port")))
        .flatMap(port -> port.object().flatMap(ServiceParser::port).stream())
        .toList();
  }

  private static Optional<ServicePort> port(Fields fields) {
    String name = fields.text("name").orElse("");
    Optional<Integer> number =
        fields
            .required("port", "Set it to the port clients use.")
            .flatMap(v -> v.integer(1, MAX_PORT));
    Optional<TargetPort> target = fields.get("targetPort").flatMap(ServiceParser::targetPort);
    String protocol = fields.text("protocol").orElse("TCP");
    Optional<String> appProtocol = fields.text("appProtocol");
    return number
        .filter(port -> fields.part().intact())
        .map(
            port ->
                new ServicePort(
                    name, port, target.orElse(new TargetPort.Number(port)), protocol, appProtocol));
  }

  /** Empty for 0 and for empty text, by which Kubernetes means "as the port". */
  private static Optional<TargetPort> targetPort(Value value) {
    if (!value.node().isString()) {
      return value
          .integer(0, MAX_PORT)
          .filter(number -> number > 0)
          .map(number -> new TargetPort.Number(number));
    }
    String name = value.node().stringValue();
    if (!name.isEmpty() && name.chars().noneMatch(Character::isLetter)) {
      value.invalid(
          "is " + Value.shown(name) + ", which is text without a letter",
          "Write a number without quotes, or the name of a container's port.");
    }
    return Optional.of(name).filter(text -> !text.isEmpty()).map(TargetPort.Named::new);
  }
}
