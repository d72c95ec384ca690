package io.gatehouse.resource.istio;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An Istio ServiceEntry.
 *
 * @param hosts lower case: exact or {@code *.suffix}
 * @param ports in the object's order, each number once
 * @param endpoints those that are written out, in the object's order
 * @param selector labels of the WorkloadEntries and Pods of its namespace that are its endpoints;
 *     empty where it selects none
 * @param subjectAltNames which of them a certificate of its endpoints must have, where connections
 *     to them use TLS
 * @param exportTo as {@link ExportTo} reads it
 * @see <a
 *     href="https://istio.io/latest/docs/reference/config/networking/service-entry/">ServiceEntry
 *     reference</a>
 */
public record ServiceEntry(
    Metadata metadata,
    List<String> hosts,
    List<Port> ports,
    Resolution resolution,
    List<Endpoint> endpoints,
    Map<String, String> selector,
    List<String> subjectAltNames,
    List<String> exportTo)
    implements Resource {

  /** How the addresses behind a host are found. */
  public enum Resolution {
    /** They are where the connection was going: nothing that a gateway knows. */
    NONE,
    /** They are written out as IP addresses. */
    STATIC,
    /** Names are looked up; each address found is an endpoint. */
    DNS,
    /** One name is looked up; each connection goes to the address found last. */
    DNS_ROUND_ROBIN
  }

  public ServiceEntry {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(resolution, "resolution");
    hosts = List.copyOf(hosts);
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
    selector = Map.copyOf(selector);
    subjectAltNames = List.copyOf(subjectAltNames);
    exportTo = List.copyOf(exportTo);
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE_ENTRY;
  }

  /** Whether workloads of {@code namespace} may see it. */
  public boolean visibleIn(String namespace) {
    return ExportTo.includes(exportTo, metadata.namespace(), namespace);
  }

  /**
   * A port of all of its hosts.
   *
   * @param number what destinations name, 1 to 65535
   * @param name endpoints name their own ports alike
   * @param protocol upper case; empty where the object names none
   * @param target the endpoints' port, where they do not say another; equals the number where the
   *     object names none
   */
  public record Port(int number, String name, String protocol, int target) {

    private static final String UDP = "UDP";

    public Port {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(protocol, "protocol");
    }

    /** Whether it can carry HTTP or any other stream. */
    public boolean isTcp() {
      return !protocol.equals(UDP);
    }
  }

  /**
   * An endpoint that is written out.
   *
   * @param index its place in {@code spec.endpoints}
   */
  public record Endpoint(int index, Workload workload) {

    public Endpoint {
      Objects.requireNonNull(workload, "workload");
    }
  }
}
