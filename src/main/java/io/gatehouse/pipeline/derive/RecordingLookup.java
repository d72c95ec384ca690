package io.gatehouse.pipeline.derive;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.view.ObjectLookup;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Remembers what was looked up. */
final class RecordingLookup implements ObjectLookup {

  private final ObjectLookup objects;
  private final Set<Dependency> dependencies = new HashSet<>();

  RecordingLookup(ObjectLookup objects) {
    this.objects = objects;
  }

  Set<Dependency> dependencies() {
    return dependencies;
  }

  @Override
  public Optional<Service> service(ObjectName name) {
    dependencies.add(new Dependency.OnObject(new ObjectKey(Kind.SERVICE, name)));
    return objects.service(name);
  }

  @Override
  public Optional<VirtualService> virtualService(ObjectName name) {
    dependencies.add(new Dependency.OnObject(new ObjectKey(Kind.VIRTUAL_SERVICE, name)));
    return objects.virtualService(name);
  }

  @Override
  public List<Service> servicesIn(String namespace) {
    dependencies.add(new Dependency.OnServicesIn(namespace));
    return objects.servicesIn(namespace);
  }

  @Override
  public List<Service> servicesNamed(String name) {
    dependencies.add(new Dependency.OnServicesNamed(name));
    return objects.servicesNamed(name);
  }

  @Override
  public List<EndpointSlice> endpointSlices(ObjectName service) {
    dependencies.add(new Dependency.OnSlices(service));
    return objects.endpointSlices(service);
  }
}
