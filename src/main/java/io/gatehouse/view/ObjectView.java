package io.gatehouse.view;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Proxy;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.VirtualService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All objects at one moment. Immutable: a change makes a new view that shares what is unchanged.
 */
public final class ObjectView {

  public static final ObjectView EMPTY = new ObjectView(Map.of(), Map.of());

  private final Map<Kind, Map<ObjectName, Resource>> objects;
  private final Map<ObjectName, List<EndpointSlice>> slicesByService;

  private ObjectView(
      Map<Kind, Map<ObjectName, Resource>> objects,
      Map<ObjectName, List<EndpointSlice>> slicesByService) {
    this.objects = objects;
    this.slicesByService = slicesByService;
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
    Map<Kind, Map<ObjectName, Resource>> changed = new EnumMap<>(Kind.class);
    changed.putAll(objects);
    Map<Kind, Map<ObjectName, Resource>> copies = new EnumMap<>(Kind.class);
    changes.forEach(
        (key, resource) -> {
          Map<ObjectName, Resource> kind =
              copies.computeIfAbsent(
                  key.kind(), k -> new HashMap<>(objects.getOrDefault(k, Map.of())));
          resource.ifPresentOrElse(
              present -> kind.put(key.name(), present), () -> kind.remove(key.name()));
        });
    changed.putAll(copies);
    boolean slicesChanged = copies.containsKey(Kind.ENDPOINT_SLICE);
    return new ObjectView(
        changed,
        slicesChanged ? indexSlices(changed.get(Kind.ENDPOINT_SLICE).values()) : slicesByService);
  }

  private static Map<ObjectName, List<EndpointSlice>> indexSlices(Collection<Resource> slices) {
    Map<ObjectName, List<EndpointSlice>> index = new HashMap<>();
    for (Resource resource : slices) {
      EndpointSlice slice = (EndpointSlice) resource;
      index.computeIfAbsent(slice.serviceName(), service -> new ArrayList<>()).add(slice);
    }
    index.values().forEach(list -> list.sort(Comparator.comparing(EndpointSlice::name)));
    return index;
  }

  public Optional<Resource> get(ObjectKey key) {
    return Optional.ofNullable(objects.getOrDefault(key.kind(), Map.of()).get(key.name()));
  }

  /** All Gateways, oldest first. */
  public List<Gateway> gateways() {
    return oldestFirst(Kind.GATEWAY, Gateway.class);
  }

  /** All VirtualServices, oldest first. */
  public List<VirtualService> virtualServices() {
    return oldestFirst(Kind.VIRTUAL_SERVICE, VirtualService.class);
  }

  /** All Services, oldest first. */
  public List<Service> services() {
    return oldestFirst(Kind.SERVICE, Service.class);
  }

  /** All declared proxies, oldest first. */
  public List<Proxy> proxies() {
    return oldestFirst(Kind.PROXY, Proxy.class);
  }

  public Optional<Gateway> gateway(ObjectName name) {
    return get(new ObjectKey(Kind.GATEWAY, name)).map(Gateway.class::cast);
  }

  public Optional<Service> service(ObjectName name) {
    return get(new ObjectKey(Kind.SERVICE, name)).map(Service.class::cast);
  }

  public Optional<Secret> secret(ObjectName name) {
    return get(new ObjectKey(Kind.SECRET, name)).map(Secret.class::cast);
  }

  /** The slices of a Service, by name. */
  public List<EndpointSlice> endpointSlices(ObjectName service) {
    return slicesByService.getOrDefault(service, List.of());
  }

  private <T extends Resource> List<T> oldestFirst(Kind kind, Class<T> type) {
    return objects.getOrDefault(kind, Map.of()).values().stream()
        .map(type::cast)
        .sorted(Comparator.comparing(Resource::metadata, Metadata.OLDEST_FIRST))
        .toList();
  }
}
