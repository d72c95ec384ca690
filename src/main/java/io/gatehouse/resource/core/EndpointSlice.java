package io.gatehouse.resource.core;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Resource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A Kubernetes EndpointSlice.
 *
 * @param service name of its Service (label {@code kubernetes.io/service-name}), empty where it has
 *     none
 * @param addressType {@code IPv4}, {@code IPv6} or {@code FQDN}
 * @param endpoints in the object's order
 * @param ports in the object's order
 */
public record EndpointSlice(
    Metadata metadata,
    String service,
    String addressType,
    List<Endpoint> endpoints,
    List<EndpointPort> ports)
    implements Resource {

  public EndpointSlice {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(addressType, "addressType");
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
  }

  @Override
  public Kind kind() {
    return Kind.ENDPOINT_SLICE;
  }

  /** The Service this slice belongs to. */
  public ObjectName serviceName() {
    return new ObjectName(metadata.namespace(), service);
  }

  /**
   * Addresses of one pod.
   *
   * <p>Absent conditions are read as Kubernetes documents them: ready and serving as true,
   * terminating as false.
   *
   * @param addresses one or more, all of the same pod
   * @param pod name of the pod, in the slice's namespace; empty where the slice does not say
   */
  public record Endpoint(
      List<String> addresses,
      boolean ready,
      boolean serving,
      boolean terminating,
      Optional<String> pod) {

    public Endpoint {
      addresses = List.copyOf(addresses);
      Objects.requireNonNull(pod, "pod");
    }
  }

  /**
   * A port that all endpoints of the slice share.
   *
   * @param name the Service port's name, empty for an unnamed one
   * @param port absent where the slice leaves it open
   */
  public record EndpointPort(String name, Optional<Integer> port) {

    public EndpointPort {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(port, "port");
    }
  }
}
