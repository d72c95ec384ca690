package io.gatehouse.translate.istio;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.EndpointSlice.Endpoint;
import io.gatehouse.resource.core.Pod;
import io.gatehouse.translate.common.EndpointChoice;
import io.gatehouse.view.ObjectLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The endpoints whose Pods have a subset's labels. */
final class SubsetMembers implements EndpointChoice {

  private final ObjectLookup objects;
  private final String subset;
  private final Map<String, String> labels;
  private final List<String> undecided = new ArrayList<>();

  SubsetMembers(ObjectLookup objects, String subset, Map<String, String> labels) {
    this.objects = objects;
    this.subset = subset;
    this.labels = labels;
  }

  @Override
  public boolean includes(EndpointSlice slice, Endpoint endpoint) {
    if (labels.isEmpty()) {
      return true;
    }
    List<Pod> pods = pods(slice, endpoint);
    if (pods.isEmpty()) {
      undecided.addAll(endpoint.addresses());
    }
    return pods.stream()
        .anyMatch(pod -> pod.metadata().labels().entrySet().containsAll(labels.entrySet()));
  }

  /** By name where the slice says it, else by address; of its namespace in any case. */
  private List<Pod> pods(EndpointSlice slice, Endpoint endpoint) {
    String namespace = slice.metadata().namespace();
    if (endpoint.pod().isPresent()) {
      return objects.pod(new ObjectName(namespace, endpoint.pod().get())).stream().toList();
    }
    return endpoint.addresses().stream()
        .flatMap(address -> objects.podsAt(address).stream())
        .filter(pod -> pod.metadata().namespace().equals(namespace))
        .toList();
  }

  @Override
  public String name() {
    return subset;
  }

  @Override
  public List<String> undecided() {
    return undecided;
  }
}
