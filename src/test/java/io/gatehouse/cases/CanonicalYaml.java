package io.gatehouse.cases;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.grpc_web.v3.GrpcWeb;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/**
 * One text for equal content: Envoy's names of fields, the object's own name first, then in the
 * order of their numbers; defaults left out.
 */
final class CanonicalYaml {

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(
                      List.of(
                          CaresDnsResolverConfig.getDescriptor(),
                          DnsCluster.getDescriptor(),
                          Cors.getDescriptor(),
                          CorsPolicy.getDescriptor(),
                          DownstreamTlsContext.getDescriptor(),
                          GrpcWeb.getDescriptor(),
                          HTTPFault.getDescriptor(),
                          ExpressionFilter.getDescriptor(),
                          HttpConnectionManager.getDescriptor(),
                          TcpProxy.getDescriptor(),
                          HttpProtocolOptions.getDescriptor(),
                          PreviousHostsPredicate.getDescriptor(),
                          ProxyProtocolUpstreamTransport.getDescriptor(),
                          RawBuffer.getDescriptor(),
                          PreviousPrioritiesConfig.getDescriptor(),
                          Router.getDescriptor(),
                          StdoutAccessLog.getDescriptor(),
                          TlsInspector.getDescriptor(),
                          UpstreamTlsContext.getDescriptor()))
                  .build())
          .preservingProtoFieldNames()
          .sortingMapKeys();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CanonicalYaml() {}

  static String ofMessages(List<? extends Message> messages) {
    return of(messages.stream().map(CanonicalYaml::tree).toList());
  }

  /** Of maps, lists and strings. */
  static String of(List<?> items) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(Integer.MAX_VALUE);
    options.setSplitLines(false);
    return new Yaml(options).dump(items);
  }

  private static Object tree(Message message) {
    try {
      return nameFirst(JSON.readValue(PRINTER.print(message), Object.class));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a type is missing in the registry", e);
    }
  }

  private static Object nameFirst(Object tree) {
    if (tree instanceof List<?> items) {
      return items.stream().map(CanonicalYaml::nameFirst).toList();
    }
    if (!(tree instanceof Map<?, ?> fields)) {
      return tree;
    }
    Map<Object, Object> ordered = new LinkedHashMap<>();
    Optional.ofNullable(fields.get("name")).ifPresent(name -> ordered.put("name", name));
    fields.forEach((field, value) -> ordered.put(field, nameFirst(value)));
    return ordered;
  }
}
