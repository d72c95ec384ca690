package io.gatehouse.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ExtensionFilter;
import io.envoyproxy.envoy.config.accesslog.v3.OrFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;

/**
 * One JSON line on standard output, its keys those of Istio's default JSON format, sorted by Envoy.
 * The path is logged without its query: tokens travel there, and a log is read by many.
 *
 * @see <a href="https://istio.io/latest/docs/tasks/observability/logs/access-log/">Istio's access
 *     log</a>
 */
final class AccessLogEncoder {

  private static final String STDOUT = "envoy.access_loggers.stdout";

  /** What is known of a connection, whatever it carries. */
  private static final Struct CONNECTION_FIELDS =
      Struct.newBuilder()
          .putFields("start_time", text("%START_TIME%"))
          .putFields("response_flags", text("%RESPONSE_FLAGS%"))
          .putFields("response_code_details", text("%RESPONSE_CODE_DETAILS%"))
          .putFields("connection_termination_details", text("%CONNECTION_TERMINATION_DETAILS%"))
          .putFields("bytes_received", text("%BYTES_RECEIVED%"))
          .putFields("bytes_sent", text("%BYTES_SENT%"))
          .putFields("duration", text("%DURATION%"))
          .putFields("upstream_host", text("%UPSTREAM_HOST%"))
          .putFields("upstream_cluster", text("%UPSTREAM_CLUSTER_RAW%"))
          .putFields("upstream_local_address", text("%UPSTREAM_LOCAL_ADDRESS%"))
          .putFields(
              "upstream_transport_failure_reason", text("%UPSTREAM_TRANSPORT_FAILURE_REASON%"))
          .putFields("downstream_local_address", text("%DOWNSTREAM_LOCAL_ADDRESS%"))
          .putFields("downstream_remote_address", text("%DOWNSTREAM_REMOTE_ADDRESS%"))
          .putFields("requested_server_name", text("%REQUESTED_SERVER_NAME%"))
          .build();

  private static final Struct REQUEST_FIELDS =
      CONNECTION_FIELDS.toBuilder()
          .putFields("route_name", text("%ROUTE_NAME%"))
          .putFields("method", text("%REQ(:METHOD)%"))
          .putFields("path", text("%PATH(NQ)%"))
          .putFields("protocol", text("%PROTOCOL%"))
          .putFields("response_code", text("%RESPONSE_CODE%"))
          .putFields("upstream_service_time", text("%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%"))
          .putFields("x_forwarded_for", text("%REQ(X-FORWARDED-FOR)%"))
          .putFields("user_agent", text("%REQ(USER-AGENT)%"))
          .putFields("request_id", text("%REQ(X-REQUEST-ID)%"))
          .putFields("authority", text("%REQ(:AUTHORITY)%"))
          .build();

  private static final Any CONNECTION =
      format(
          CONNECTION_FIELDS.toBuilder()
              .putFields(
                  "downstream_transport_failure_reason",
                  text("%DOWNSTREAM_TRANSPORT_FAILURE_REASON%"))
              .build());

  /** A line for each request. */
  static final AccessLog REQUESTS = log(format(REQUEST_FIELDS));

  /** A line for each connection whose requests are not looked at. */
  static final AccessLog CONNECTIONS = log(CONNECTION);

  /**
   * A line for each connection that comes to no filter chain ({@code NR}: nobody has the server
   * name) or whose handshake fails.
   */
  static final AccessLog REFUSED_CONNECTIONS =
      CONNECTIONS.toBuilder()
          .setFilter(
              AccessLogFilter.newBuilder()
                  .setOrFilter(OrFilter.newBuilder().addFilters(noChain()).addFilters(noTls())))
          .build();

  private AccessLogEncoder() {}

  private static AccessLogFilter noChain() {
    return AccessLogFilter.newBuilder()
        .setResponseFlagFilter(ResponseFlagFilter.newBuilder().addFlags("NR"))
        .build();
  }

  private static AccessLogFilter noTls() {
    return AccessLogFilter.newBuilder()
        .setExtensionFilter(
            ExtensionFilter.newBuilder()
                .setName("envoy.access_loggers.extension_filters.cel")
                .setTypedConfig(
                    Serialized.pack(
                        ExpressionFilter.newBuilder()
                            .setExpression("connection.transport_failure_reason != ''")
                            .build())))
        .build();
  }

  private static AccessLog log(Any format) {
    return AccessLog.newBuilder().setName(STDOUT).setTypedConfig(format).build();
  }

  private static Any format(Struct fields) {
    return Serialized.pack(
        StdoutAccessLog.newBuilder()
            .setLogFormat(SubstitutionFormatString.newBuilder().setJsonFormat(fields))
            .build());
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
