package io.gatehouse.view;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Proxy;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.ConfigMap;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Pod;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.DestinationRule;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Policy;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.resource.istio.WorkloadEntry;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * All objects at one moment. Immutable: a change makes a new view that shares what is unchanged.
 */
public final class ObjectView implements ObjectLookup {

  private static final PMap<ObjectName, Resource> NONE = HashTreePMap.empty();

  public static final ObjectView EMPTY =
      new ObjectView(
          HashTreePMap.empty(),
          Index.empty(),
          Index.empty(),
          Index.empty(),
          Index.empty(),
          Index.empty());

  private final PMap<Kind, PMap<ObjectName, Resource>> objects;
  private final Index<ObjectName, EndpointSlice> slicesByService;
  private final Index<String, Service> servicesByName;
  private final Index<String, ServiceEntry> entriesByHost;
  private final Index<String, DestinationRule> rulesByHost;
  private final Index<String, Pod> podsByAddress;

  private ObjectView(
      PMap<Kind, PMap<ObjectName, Resource>> objects,
      Index<ObjectName, EndpointSlice> slicesByService,
      Index<String, Service> servicesByName,
      Index<String, ServiceEntry> entriesByHost,
      Index<String, DestinationRule> rulesByHost,
      Index<String, Pod> podsByAddress) {
    this.objects = objects;
    this.slicesByService = slicesByService;
    this.servicesByName = servicesByName;
    this.entriesByHost = entriesByHost;
    this.rulesByHost = rulesByHost;
    this.podsByAddress = podsByAddress;
  }

  /** A view of exactly these objects. */
  public static ObjectView of(Collection<? extends Resource> resources) {
    Map<ObjectKey, Optional<Resource>> changes = new HashMap<>();
    resources.forEach(resource -> changes.put(resource.key(), Optional.of(resource)));
    return EMPTY.with(changes);
  }

  /** This view with some objects replaced, added or (where empty) removed. */
  public ObjectView with(Map<ObjectKey, Optional<Resource>> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    PMap<Kind, PMap<ObjectName, Resource>> next = objects;
    Index.Changes<ObjectName, EndpointSlice> slices = slicesByService.changes();
    Index.Changes<String, Service> services = servicesByName.changes();
    Index.Changes<String, ServiceEntry> entries = entriesByHost.changes();
    Index.Changes<String, DestinationRule> rules = rulesByHost.changes();
    Index.Changes<String, Pod> pods = podsByAddress.changes();
    for (Map.Entry<ObjectKey, Optional<Resource>> change : changes.entrySet()) {
      ObjectKey key = change.getKey();
      Optional<Resource> before = get(key);
      Optional<Resource> after = change.getValue();
      PMap<ObjectName, Resource> kind = next.getOrDefault(key.kind(), NONE);
      next =
          next.plus(
              key.kind(),
              after.map(one -> kind.plus(key.name(), one)).orElseGet(() -> kind.minus(key.name())));
      slices.replace(EndpointSlice.class, before, after, EndpointSlice::serviceName);
      services.replace(Service.class, before, after, service -> service.name().name());
      entries.replaceAll(ServiceEntry.class, before, after, ServiceEntry::hosts);
      rules.replace(DestinationRule.class, before, after, DestinationRule::host);
      pods.replaceAll(Pod.class, before, after, Pod::addresses);
    }
    return new ObjectView(
        next,
        slices.applied(),
        services.applied(),
        entries.applied(),
        rules.applied(),
        pods.applied());
  }

  private PMap<ObjectName, Resource> all(Kind kind) {
    return objects.getOrDefault(kind, NONE);
  }

  public Optional<Resource> get(ObjectKey key) {
    return Optional.ofNullable(all(key.kind()).get(key.name()));
  }

  /** All Gateways, oldest first. */
  public List<Gateway> gateways() {
    return oldestFirst(Kind.GATEWAY, Gateway.class);
  }

  /** All VirtualServices, oldest first. */
  public List<VirtualService> virtualServices() {
    return oldestFirst(Kind.VIRTUAL_SERVICE, VirtualService.class);
  }

  /** All declared proxies, oldest first. */
  public List<Proxy> proxies() {
    return oldestFirst(Kind.PROXY, Proxy.class);
  }

  /** The keys of all policies. */
  public Set<ObjectKey> policies() {
    return Policy.KINDS.stream()
        .flatMap(kind -> all(kind).keySet().stream().map(name -> new ObjectKey(kind, name)))
        .collect(Collectors.toSet());
  }

  public Optional<Policy> policy(ObjectKey key) {
    return get(key).map(Policy.class::cast);
  }

  public Optional<Gateway> gateway(ObjectName name) {
    return get(new ObjectKey(Kind.GATEWAY, name)).map(Gateway.class::cast);
  }

  @Override
  public Optional<VirtualService> virtualService(ObjectName name) {
    return get(new ObjectKey(Kind.VIRTUAL_SERVICE, name)).map(VirtualService.class::cast);
  }

  public Optional<Secret> secret(ObjectName name) {
    return get(new ObjectKey(Kind.SECRET, name)).map(Secret.class::cast);
  }

  public Optional<ConfigMap> configMap(ObjectName name) {
    return get(new ObjectKey(Kind.CONFIG_MAP, name)).map(ConfigMap.class::cast);
  }

  @Override
  public Optional<Service> service(ObjectName name) {
    return get(new ObjectKey(Kind.SERVICE, name)).map(Service.class::cast);
  }

  @Override
  public List<Service> servicesIn(String namespace) {
    return all(Kind.SERVICE).values().stream()
        .filter(service -> service.metadata().namespace().equals(namespace))
        .map(Service.class::cast)
        .sorted(Comparator.comparing(Resource::metadata, Metadata.OLDEST_FIRST))
        .toList();
  }

  @Override
  public List<Service> servicesNamed(String name) {
    return servicesByName.get(name);
  }

  @Override
  public List<EndpointSlice> endpointSlices(ObjectName service) {
    return slicesByService.get(service);
  }

  @Override
  public List<ServiceEntry> serviceEntries(String host) {
    return entriesByHost.get(host).stream()
        .sorted(Comparator.comparing(Resource::metadata, Metadata.OLDEST_FIRST))
        .toList();
  }

  @Override
  public Optional<ServiceEntry> serviceEntry(ObjectName name) {
    return get(new ObjectKey(Kind.SERVICE_ENTRY, name)).map(ServiceEntry.class::cast);
  }

  @Override
  public List<WorkloadEntry> workloadEntries(String namespace, Map<String, String> labels) {
    return labelled(
        Kind.WORKLOAD_ENTRY,
        WorkloadEntry.class,
        namespace,
        labels,
        entry -> entry.workload().labels());
  }

  @Override
  public List<Pod> pods(String namespace, Map<String, String> labels) {
    return labelled(Kind.POD, Pod.class, namespace, labels, pod -> pod.metadata().labels());
  }

  private <T extends Resource> List<T> labelled(
      Kind kind,
      Class<T> type,
      String namespace,
      Map<String, String> labels,
      Function<T, Map<String, String>> labelsOf) {
    return all(kind).values().stream()
        .filter(object -> object.metadata().namespace().equals(namespace))
        .map(type::cast)
        .filter(object -> labelsOf.apply(object).entrySet().containsAll(labels.entrySet()))
        .sorted(Comparator.comparing(Resource::name))
        .toList();
  }

  @Override
  public List<DestinationRule> destinationRules(String host) {
    return rulesByHost.get(host);
  }

  @Override
  public Optional<Pod> pod(ObjectName name) {
    return get(new ObjectKey(Kind.POD, name)).map(Pod.class::cast);
  }

  @Override
  public List<Pod> podsAt(String address) {
    return podsByAddress.get(address);
  }

  private <T extends Resource> List<T> oldestFirst(Kind kind, Class<T> type) {
    return all(kind).values().stream()
        .map(type::cast)
        .sorted(Comparator.comparing(Resource::metadata, Metadata.OLDEST_FIRST))
        .toList();
  }
}
