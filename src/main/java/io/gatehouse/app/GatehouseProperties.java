package io.gatehouse.app;

import io.gatehouse.envoy.EdgeOptions;
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
 * @param edge what listeners do beside what Gateways say
 */
@ConfigurationProperties("gatehouse")
public record GatehouseProperties(
    @DefaultValue("files") Source source,
    @DefaultValue Files files,
    @DefaultValue Kubernetes kubernetes,
    @DefaultValue Credentials credentials,
    @DefaultValue Endpoints endpoints,
    @DefaultValue("cluster.local") String clusterDomain,
    @DefaultValue Edge edge) {

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

  /**
   * Listeners; {@code docs/defaults.md} has the reasons.
   *
   * @param trustedHops how many proxies in front append to {@code x-forwarded-for}
   * @param accessLog one line a request on Envoy's standard output
   * @param proxyProtocol connections begin with a PROXY protocol header
   * @param streamIdleTimeout how long a request may stay without a byte; 0 for ever
   */
  public record Edge(
      @DefaultValue("0") int trustedHops,
      @DefaultValue("on") boolean accessLog,
      @DefaultValue("off") boolean proxyProtocol,
      @DefaultValue("300s") Duration streamIdleTimeout,
      @DefaultValue Http3 http3) {

    EdgeOptions options() {
      return new EdgeOptions(trustedHops, accessLog, proxyProtocol, streamIdleTimeout);
    }
  }

  /** HTTP/3 on the UDP ports beside TLS ones. */
  public record Http3(@DefaultValue("off") boolean enabled) {}

  boolean allowsLocalEndpoints() {
    return endpoints.allowLocal().orElse(source == Source.FILES);
  }
}
