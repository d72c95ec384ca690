package io.gatehouse.pipeline;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.gatehouse.credential.Content;
import io.gatehouse.envoy.EdgeOptions;
import io.gatehouse.envoy.EnvoyResources;
import io.gatehouse.envoy.Serialized;
import io.gatehouse.envoy.Serialized.Part;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Credential;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Encodes resources. What is equal in several groups is encoded once and shared by them. */
final class ResourceEncoder {

  /** By model; forgotten when no snapshot has it any more. */
  private final Cache<Object, XdsResource> resources =
      CacheBuilder.newBuilder().concurrencyLevel(1).weakValues().build();

  private final EdgeOptions options;

  ResourceEncoder(EdgeOptions options) {
    this.options = options;
  }

  /** A chain of a listener. */
  Part filterChain(Listener listener, FilterChain chain) {
    return EnvoyResources.filterChain(listener, chain, options);
  }

  /**
   * @param parts its filter chains, encoded when they are needed
   */
  XdsResource listener(Listener listener, Supplier<List<Part>> parts) {
    return encode(
        listener,
        () ->
            resource(
                XdsType.LISTENER,
                listener.name(),
                EnvoyResources.listener(listener, parts.get(), options),
                listener.clusters(),
                listener.origin(),
                ""));
  }

  /**
   * @param parts its virtual hosts, encoded when they are needed
   */
  XdsResource routeConfiguration(RouteConfiguration routes, Supplier<List<Part>> parts) {
    return encode(
        routes,
        () ->
            resource(
                XdsType.ROUTE,
                routes.name(),
                EnvoyResources.routeConfiguration(routes, parts.get()),
                routes.clusters(),
                routes.origin(),
                ""));
  }

  XdsResource cluster(Cluster cluster) {
    return encode(
        cluster,
        () ->
            resource(
                XdsType.CLUSTER,
                cluster.name(),
                EnvoyResources.cluster(cluster),
                Set.of(),
                cluster.origin(),
                ""));
  }

  XdsResource endpoints(EndpointAssignment assignment) {
    return encode(
        assignment,
        () ->
            resource(
                XdsType.ENDPOINT,
                assignment.cluster(),
                EnvoyResources.endpointAssignment(assignment),
                Set.of(),
                assignment.origin(),
                ""));
  }

  /** {@code content} is what {@code credential}'s fingerprint stands for. */
  XdsResource secret(Credential credential, Content content) {
    Origin secret = credential.origin();
    return encode(
        credential,
        () ->
            certainty(
                resource(
                        XdsType.SECRET,
                        credential.name(),
                        EnvoyResources.secret(credential.name(), content),
                        Set.of(),
                        secret,
                        label(secret, content))
                    .rewordedBy(() -> EnvoyResources.rewordedSecret(credential.name(), content)),
                content));
  }

  /** Of files, only their names are known. */
  private static String label(Origin secret, Content content) {
    return content.certificates().stream()
        .findFirst()
        .map(
            first ->
                "%s=%s/%s serial=%s"
                    .formatted(
                        secret.kind().toLowerCase(Locale.ROOT),
                        secret.namespace(),
                        secret.name(),
                        first.serial()))
        .orElse("");
  }

  private XdsResource encode(Object model, Supplier<XdsResource> encode) {
    XdsResource known = resources.getIfPresent(model);
    if (known == null) {
      known = encode.get();
      resources.put(model, known);
    }
    return known;
  }

  /** Envoy reads the files later, and may find them bad now and good then. */
  private static XdsResource certainty(XdsResource secret, Content content) {
    return content instanceof Content.Files ? secret.asUncertain() : secret;
  }

  private static XdsResource resource(
      XdsType type,
      String name,
      Serialized bytes,
      Set<String> clusters,
      Origin origin,
      String label) {
    return new XdsResource(type, name, bytes.version(), bytes.body(), clusters, origin, label);
  }
}
