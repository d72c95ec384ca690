package io.gatehouse.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything an operator can set; the table in the README lists it.
 *
 * @param source where objects come from
 * @param clusterDomain completes short Service names
 */
@ConfigurationProperties("gatehouse")
public record GatehouseProperties(
    @DefaultValue("files") Source source,
    @DefaultValue Files files,
    @DefaultValue Kubernetes kubernetes,
    @DefaultValue Credentials credentials,
    @DefaultValue Endpoints endpoints,
    @DefaultValue("cluster.local") String clusterDomain) {

  /** The sources there are. */
  public enum Source {
    FILES,
    KUBERNETES
  }

  /**
   * The files source.
   *
   * @param directory watched for manifests, sub-directories too; may appear later
   */
  public record Files(@DefaultValue("manifests") Path directory) {}

  /**
   * The Kubernetes source.
   *
   * @param namespaces of Gateways, VirtualServices, Services and EndpointSlices; empty for all
   * @param secretNamespaces of Secrets; empty for all
   */
  public record Kubernetes(
      @DefaultValue List<String> namespaces, @DefaultValue List<String> secretNamespaces) {}

  /**
   * Credentials.
   *
   * @param deletionGrace how long a deleted Secret stays in service; 0 withdraws it at once
   */
  public record Credentials(@DefaultValue("60s") Duration deletionGrace) {}

  /**
   * Endpoints.
   *
   * @param allowLocal whether they may be loopback or link-local addresses; by default with files
   */
  public record Endpoints(Optional<Boolean> allowLocal) {
    public Endpoints {
      allowLocal = allowLocal == null ? Optional.empty() : allowLocal;
    }
  }

  boolean allowsLocalEndpoints() {
    return endpoints.allowLocal().orElse(source == Source.FILES);
  }
}
