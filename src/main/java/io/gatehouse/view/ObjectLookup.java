package io.gatehouse.view;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.VirtualService;
import java.util.List;
import java.util.Optional;

/** The objects that translation looks up one by one, so that each answer can be depended on. */
public interface ObjectLookup {

  Optional<Service> service(ObjectName name);

  Optional<VirtualService> virtualService(ObjectName name);

  /** The Services of a namespace, oldest first. */
  List<Service> servicesIn(String namespace);

  /** The Services of that name in all namespaces, in the order of those. */
  List<Service> servicesNamed(String name);

  /** The slices of a Service, by name. */
  List<EndpointSlice> endpointSlices(ObjectName service);
}
