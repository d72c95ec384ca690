package io.gatehouse.view;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Pod;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.WorkloadEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects that translation looks up one by one, so that each answer can be depended on. */
public interface ObjectLookup {

  Optional<Service> service(ObjectName name);

  /** The Services of a namespace, oldest first. */
  List<Service> servicesIn(String namespace);

  /** The Services of that name in all namespaces, in the order of those. */
  List<Service> servicesNamed(String name);

  /** The slices of a Service, by name. */
  List<EndpointSlice> endpointSlices(ObjectName service);

  /** The ServiceEntries that list {@code host} as it is, oldest first. */
  List<ServiceEntry> serviceEntries(String host);

  /**
   * The WorkloadEntries of a namespace that have all of these labels, by name.
   *
   * @param labels at least one
   */
  List<WorkloadEntry> workloadEntries(String namespace, Map<String, String> labels);

  /**
   * The Pods of a namespace that have all of these labels, by name.
   *
   * @param labels at least one
   */
  List<Pod> pods(String namespace, Map<String, String> labels);

  /** The ServiceEntry of that name. */
  Optional<ServiceEntry> serviceEntry(ObjectName name);
}
