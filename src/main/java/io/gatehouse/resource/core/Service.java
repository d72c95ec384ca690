package io.gatehouse.resource.core;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A Kubernetes Service.
 *
 * @param type {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer} or {@code ExternalName}
 * @param headless whether {@code clusterIP} is {@code None}
 * @param externalName target of an {@code ExternalName} service
 * @param selector labels of the workload; empty where endpoints are managed by hand
 * @param ports in the object's order
 * @param exportTo annotation {@code networking.istio.io/exportTo}, empty where absent
 */
public record Service(
    Metadata metadata,
    String type,
    boolean headless,
    Optional<String> externalName,
    Map<String, String> selector,
    List<ServicePort> ports,
    List<String> exportTo)
    implements Resource {

  private static final String EXTERNAL_NAME = "ExternalName";

  public Service {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(externalName, "externalName");
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
    exportTo = List.copyOf(exportTo);
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  /** Whether it is but another name of a host elsewhere. */
  public boolean isExternalName() {
    return type.equals(EXTERNAL_NAME);
  }

  /**
   * One port of a Service.
   *
   * @param name empty where the service has one unnamed port; EndpointSlices name their ports alike
   * @param port 1 to 65535
   * @param targetPort number or name on the pod; equals the port where the object names none
   * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
   * @param appProtocol {@code appProtocol}, for example {@code kubernetes.io/h2c}
   */
  public record ServicePort(
      String name, int port, TargetPort targetPort, String protocol, Optional<String> appProtocol) {

    public ServicePort {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(targetPort, "targetPort");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(appProtocol, "appProtocol");
    }
  }

  /** A port of the pod: by number, or by the name that EndpointSlices resolve. */
  public sealed interface TargetPort {

    /** A port number, 1 to 65535. */
    record Number(int port) implements TargetPort {}

    /** A container port's name. */
    record Named(String name) implements TargetPort {}
  }
}
