package io.gatehouse.admin.dump;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.grpc_web.v3.GrpcWeb;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Resources in Envoy's JSON, as its admin page shows them, without what is secret. */
public final class EnvoyJson {

  private static final List<Message> KNOWN =
      List.of(
          Listener.getDefaultInstance(),
          RouteConfiguration.getDefaultInstance(),
          Cluster.getDefaultInstance(),
          ClusterLoadAssignment.getDefaultInstance(),
          Secret.getDefaultInstance(),
          HttpConnectionManager.getDefaultInstance(),
          Router.getDefaultInstance(),
          Cors.getDefaultInstance(),
          CorsPolicy.getDefaultInstance(),
          HTTPFault.getDefaultInstance(),
          GrpcWeb.getDefaultInstance(),
          TlsInspector.getDefaultInstance(),
          DownstreamTlsContext.getDefaultInstance(),
          UpstreamTlsContext.getDefaultInstance(),
          HttpProtocolOptions.getDefaultInstance(),
          PreviousHostsPredicate.getDefaultInstance(),
          DnsCluster.getDefaultInstance(),
          CaresDnsResolverConfig.getDefaultInstance(),
          PreviousPrioritiesConfig.getDefaultInstance(),
          FileAccessLog.getDefaultInstance(),
          StdoutAccessLog.getDefaultInstance());

  private static final Map<String, Message> BY_NAME =
      KNOWN.stream()
          .collect(
              Collectors.toMap(
                  message -> message.getDescriptorForType().getFullName(), Function.identity()));

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(KNOWN.stream().map(Message::getDescriptorForType).toList())
                  .add(Redaction.unknown("").getDescriptorForType())
                  .build())
          .omittingInsignificantWhitespace();

  private static final Redaction REDACTION = new Redaction(BY_NAME);

  private EnvoyJson() {}

  /** The resource that {@code body} holds. */
  public static String of(Any body) {
    try {
      return PRINTER.print(REDACTION.of(body));
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("a resource of ours cannot be printed");
    }
  }
}
