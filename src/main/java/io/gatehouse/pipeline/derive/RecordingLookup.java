package io.gatehouse.pipeline.derive;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Pod;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.WorkloadEntry;
import io.gatehouse.view.ObjectLookup;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  @Override
  public List<ServiceEntry> serviceEntries(String host) {
    dependencies.add(new Dependency.OnEntries(host));
    return objects.serviceEntries(host);
  }

  @Override
  public Optional<ServiceEntry> serviceEntry(ObjectName name) {
    dependencies.add(new Dependency.OnObject(new ObjectKey(Kind.SERVICE_ENTRY, name)));
    return objects.serviceEntry(name);
  }

  @Override
  public List<WorkloadEntry> workloadEntries(String namespace, Map<String, String> labels) {
    dependencies.add(onLabelled(Kind.WORKLOAD_ENTRY, namespace, labels));
    return objects.workloadEntries(namespace, labels);
  }

  @Override
  public List<Pod> pods(String namespace, Map<String, String> labels) {
    dependencies.add(onLabelled(Kind.POD, namespace, labels));
    return objects.pods(namespace, labels);
  }

  /** One of the labels is enough: an object that comes or goes has all of them. */
  private static Dependency onLabelled(Kind kind, String namespace, Map<String, String> labels) {
    Map.Entry<String, String> first = new TreeMap<>(labels).firstEntry();
    return new Dependency.OnLabelled(kind, namespace, first.getKey(), first.getValue());
  }
}
