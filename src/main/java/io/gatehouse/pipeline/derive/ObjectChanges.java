package io.gatehouse.pipeline.derive;

import io.gatehouse.pipeline.derive.Dependency.OnAll;
import io.gatehouse.pipeline.derive.Dependency.OnBound;
import io.gatehouse.pipeline.derive.Dependency.OnDestinationRules;
import io.gatehouse.pipeline.derive.Dependency.OnEntries;
import io.gatehouse.pipeline.derive.Dependency.OnLabelled;
import io.gatehouse.pipeline.derive.Dependency.OnObject;
import io.gatehouse.pipeline.derive.Dependency.OnPodsAt;
import io.gatehouse.pipeline.derive.Dependency.OnReach;
import io.gatehouse.pipeline.derive.Dependency.OnServicesIn;
import io.gatehouse.pipeline.derive.Dependency.OnServicesNamed;
import io.gatehouse.pipeline.derive.Dependency.OnSlices;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Pod;
import io.gatehouse.resource.istio.DestinationRule;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.resource.istio.WorkloadEntry;
import io.gatehouse.translate.istio.Bindings;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What of all that can be depended on differs where an object has become another. */
public final class ObjectChanges {

  private final Bindings bindings;
  private Set<Dependency> changed = new HashSet<>();

  /**
   * @param bindings brought up to date with each object
   */
  public ObjectChanges(Bindings bindings) {
    this.bindings = bindings;
  }

  /** An object becomes another; absent where there is none. */
  public void add(ObjectKey key, Optional<Resource> before, Optional<Resource> after) {
    changed.add(new OnObject(key));
    switch (key.kind()) {
      case SERVICE -> {
        changed.add(new OnServicesIn(key.name().namespace()));
        changed.add(new OnServicesNamed(key.name().name()));
      }
      case ENDPOINT_SLICE -> {
        addSlice(before);
        addSlice(after);
      }
      case GATEWAY -> {
        changed.add(OnAll.GATEWAYS);
        bindings
            .replaceGateway(before.map(Gateway.class::cast), after.map(Gateway.class::cast))
            .forEach(virtualService -> changed.add(new OnReach(virtualService)));
      }
      case VIRTUAL_SERVICE -> {
        Optional<VirtualService> was = before.map(VirtualService.class::cast);
        Optional<VirtualService> is = after.map(VirtualService.class::cast);
        bindings.replace(was, is).forEach(host -> changed.add(new OnBound(host)));
        Stream.of(was, is)
            .flatMap(Optional::stream)
            .flatMap(service -> service.delegates().stream())
            .forEach(delegate -> changed.add(new OnReach(delegate)));
      }
      case SERVICE_ENTRY -> {
        addHosts(before);
        addHosts(after);
      }
      case DESTINATION_RULE -> {
        addRule(before);
        addRule(after);
      }
      case WORKLOAD_ENTRY -> {
        before.ifPresent(this::addLabels);
        after.ifPresent(this::addLabels);
      }
      case POD -> {
        before.ifPresent(this::addLabels);
        after.ifPresent(this::addLabels);
        addPod(before);
        addPod(after);
      }
      case SECRET, PROXY, CONFIG_MAP -> {}
      case ENVOY_FILTER,
          SIDECAR,
          TELEMETRY,
          WASM_PLUGIN,
          AUTHORIZATION_POLICY,
          REQUEST_AUTHENTICATION,
          PEER_AUTHENTICATION -> {}
    }
  }

  private void addSlice(Optional<Resource> slice) {
    slice
        .map(EndpointSlice.class::cast)
        .ifPresent(present -> changed.add(new OnSlices(present.serviceName())));
  }

  private void addHosts(Optional<Resource> entry) {
    entry
        .map(ServiceEntry.class::cast)
        .ifPresent(present -> present.hosts().forEach(host -> changed.add(new OnEntries(host))));
  }

  private void addLabels(Resource object) {
    Map<String, String> labels =
        object instanceof WorkloadEntry entry
            ? entry.workload().labels()
            : object.metadata().labels();
    String namespace = object.metadata().namespace();
    labels.forEach(
        (label, value) -> changed.add(new OnLabelled(object.kind(), namespace, label, value)));
  }

  private void addRule(Optional<Resource> rule) {
    rule.map(DestinationRule.class::cast)
        .ifPresent(present -> changed.add(new OnDestinationRules(present.host())));
  }

  private void addPod(Optional<Resource> pod) {
    pod.map(Pod.class::cast)
        .ifPresent(
            present -> present.addresses().forEach(address -> changed.add(new OnPodsAt(address))));
  }

  /** Everything since the last call. */
  public Set<Dependency> take() {
    Set<Dependency> taken = changed;
    // A set that once was large stays slow to walk through, even when it is empty.
    changed = new HashSet<>();
    return taken;
  }
}
