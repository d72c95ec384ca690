package io.gatehouse.seed;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.apis.DiscoveryV1Api;
import io.kubernetes.client.openapi.models.DiscoveryV1EndpointPort;
import io.kubernetes.client.openapi.models.V1ContainerStatus;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Endpoint;
import io.kubernetes.client.openapi.models.V1EndpointConditions;
import io.kubernetes.client.openapi.models.V1EndpointSlice;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1PodStatus;
import io.kubernetes.client.openapi.models.V1Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Plays scheduler, controllers and kubelet for a real API server that has none: for each Deployment
 * one Ready Pod, whose container is a process on an address of this network namespace; for each
 * Service the EndpointSlice with its Pods.
 */
final class Kubelet implements AutoCloseable {

  /** Starts a container's process. */
  interface Containers {
    /**
     * @return ends it
     */
    AutoCloseable run(String image, String podIp);
  }

  private record Running(V1Pod pod, AutoCloseable container) {}

  private final CoreV1Api core;
  private final AppsV1Api apps;
  private final DiscoveryV1Api discovery;
  private final Containers containers;
  private final Map<String, Running> pods = new HashMap<>();
  private final Set<String> slices = new HashSet<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private int addresses;

  Kubelet(ApiClient client, Containers containers) {
    this.core = new CoreV1Api(client);
    this.apps = new AppsV1Api(client);
    this.discovery = new DiscoveryV1Api(client);
    this.containers = containers;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::sync, 0, 100, TimeUnit.MILLISECONDS);
  }

  private void sync() {
    try {
      syncPods(apps.listDeploymentForAllNamespaces().execute().getItems());
      syncSlices(core.listServiceForAllNamespaces().execute().getItems());
    } catch (ApiException | RuntimeException e) {
      System.err.println("kubelet: " + e);
    }
  }

  private void syncPods(List<V1Deployment> deployments) throws ApiException {
    Set<String> wanted = new HashSet<>();
    for (V1Deployment deployment : deployments) {
      String key =
          deployment.getMetadata().getNamespace() + "/" + deployment.getMetadata().getName();
      wanted.add(key);
      if (!pods.containsKey(key)) {
        pods.put(key, run(deployment));
      }
    }
    for (String key : List.copyOf(pods.keySet())) {
      if (!wanted.contains(key)) {
        stop(pods.remove(key));
      }
    }
  }

  private Running run(V1Deployment deployment) throws ApiException {
    String ip = "10.244.1." + ++addresses;
    String image = deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
    String namespace = deployment.getMetadata().getNamespace();
    V1Pod pod =
        new V1Pod()
            .metadata(
                new V1ObjectMeta()
                    .name(deployment.getMetadata().getName() + "-" + addresses)
                    .namespace(namespace)
                    .labels(deployment.getSpec().getTemplate().getMetadata().getLabels()))
            .spec(deployment.getSpec().getTemplate().getSpec());
    // The client reads an absent overhead as an empty one, which the API server refuses.
    pod.getSpec().setOverhead(null);
    V1Pod created = core.createNamespacedPod(namespace, pod).execute();
    created.setStatus(
        new V1PodStatus()
            .phase("Running")
            .podIP(ip)
            .addConditionsItem(new V1PodCondition().type("Ready").status("True"))
            .addContainerStatusesItem(
                new V1ContainerStatus()
                    .name(created.getSpec().getContainers().get(0).getName())
                    .image(image)
                    .imageID(image)
                    .ready(true)
                    .restartCount(0)));
    return new Running(
        core.replaceNamespacedPodStatus(created.getMetadata().getName(), namespace, created)
            .execute(),
        containers.run(image, ip));
  }

  private void stop(Running running) throws ApiException {
    core.deleteNamespacedPod(
            running.pod().getMetadata().getName(), running.pod().getMetadata().getNamespace())
        .gracePeriodSeconds(0)
        .execute();
    close(running);
  }

  private void syncSlices(List<V1Service> services) throws ApiException {
    Set<String> wanted = new HashSet<>();
    for (V1Service service : services) {
      Map<String, String> selector = service.getSpec().getSelector();
      if (selector == null || selector.isEmpty()) {
        continue;
      }
      String key = service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
      List<V1Pod> selected = selected(service.getMetadata().getNamespace(), selector);
      wanted.add(key);
      if (!selected.isEmpty() && slices.add(key)) {
        discovery
            .createNamespacedEndpointSlice(
                service.getMetadata().getNamespace(), slice(service, selected))
            .execute();
      }
    }
    for (String key : List.copyOf(slices)) {
      if (!wanted.contains(key)) {
        slices.remove(key);
        String[] name = key.split("/");
        discovery.deleteNamespacedEndpointSlice(name[1] + "-pods", name[0]).execute();
      }
    }
  }

  private List<V1Pod> selected(String namespace, Map<String, String> selector) {
    return pods.values().stream()
        .map(Running::pod)
        .filter(pod -> pod.getMetadata().getNamespace().equals(namespace))
        .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
        .toList();
  }

  private static V1EndpointSlice slice(V1Service service, List<V1Pod> pods) {
    V1EndpointSlice slice =
        new V1EndpointSlice()
            .addressType("IPv4")
            .metadata(
                new V1ObjectMeta()
                    .name(service.getMetadata().getName() + "-pods")
                    .namespace(service.getMetadata().getNamespace())
                    .putLabelsItem("kubernetes.io/service-name", service.getMetadata().getName()));
    pods.forEach(
        pod ->
            slice.addEndpointsItem(
                new V1Endpoint()
                    .addAddressesItem(pod.getStatus().getPodIP())
                    .conditions(new V1EndpointConditions().ready(true).serving(true))));
    List<DiscoveryV1EndpointPort> ports = new ArrayList<>();
    service
        .getSpec()
        .getPorts()
        .forEach(
            port ->
                ports.add(
                    new DiscoveryV1EndpointPort()
                        .name(port.getName() == null ? "" : port.getName())
                        .port(port.getTargetPort().getIntValue())));
    return slice.ports(ports);
  }

  private static void close(Running running) {
    try {
      running.container().close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pods.values().forEach(Kubelet::close);
  }
}
