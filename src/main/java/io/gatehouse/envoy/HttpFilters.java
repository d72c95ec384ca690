package io.gatehouse.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.grpc_web.v3.GrpcWeb;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.gatehouse.model.Cors;
import io.gatehouse.model.Fault;
import io.gatehouse.model.Route.Filters;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP filters. But for gRPC-Web, every chain has them and they do nothing but on the routes that
 * ask for it, so that no listener changes for the sake of a route.
 */
final class HttpFilters {

  private static final String CORS_NAME = "envoy.filters.http.cors";
  private static final String FAULT_NAME = "envoy.filters.http.fault";

  static final HttpFilter CORS =
      idle(
          CORS_NAME, io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors.getDefaultInstance());

  static final HttpFilter FAULT = idle(FAULT_NAME, HTTPFault.getDefaultInstance());

  /** For chains that ask for it; it looks at requests of its content types only. */
  static final HttpFilter GRPC_WEB =
      HttpFilter.newBuilder()
          .setName("envoy.filters.http.grpc_web")
          .setTypedConfig(Serialized.pack(GrpcWeb.getDefaultInstance()))
          .build();

  private HttpFilters() {}

  /** Not run on routes that have no configuration for it. */
  private static HttpFilter idle(String name, Message config) {
    return HttpFilter.newBuilder()
        .setName(name)
        .setTypedConfig(Serialized.pack(config))
        .setDisabled(true)
        .build();
  }

  /** What a route asks of them, by their names. */
  static Map<String, Any> ofRoute(Filters filters) {
    Map<String, Any> configs = new TreeMap<>();
    filters.cors().ifPresent(cors -> configs.put(CORS_NAME, Serialized.pack(cors(cors))));
    filters.fault().ifPresent(fault -> configs.put(FAULT_NAME, Serialized.pack(fault(fault))));
    return configs;
  }

  private static CorsPolicy cors(Cors cors) {
    var encoded =
        CorsPolicy.newBuilder()
            .setFilterEnabled(Shares.all())
            .setAllowMethods(String.join(",", cors.methods()))
            .setAllowHeaders(String.join(",", cors.headers()))
            .setExposeHeaders(String.join(",", cors.exposed()))
            .setForwardNotMatchingPreflights(BoolValue.of(cors.forwardsUnmatched()));
    cors.origins().stream()
        .map(TextMatchEncoder::encode)
        .forEach(encoded::addAllowOriginStringMatch);
    cors.maxAge().ifPresent(age -> encoded.setMaxAge(Long.toString(age.getSeconds())));
    if (cors.credentials()) {
      encoded.setAllowCredentials(BoolValue.of(true));
    }
    return encoded.build();
  }

  private static HTTPFault fault(Fault fault) {
    var encoded = HTTPFault.newBuilder();
    fault
        .delay()
        .ifPresent(
            delay ->
                encoded.setDelay(
                    FaultDelay.newBuilder()
                        .setFixedDelay(Durations.of(delay.time()))
                        .setPercentage(Shares.of(delay.perMillion()))));
    fault
        .abort()
        .ifPresent(
            abort -> {
              var with = FaultAbort.newBuilder().setPercentage(Shares.of(abort.perMillion()));
              encoded.setAbort(
                  abort.grpc()
                      ? with.setGrpcStatus(abort.status())
                      : with.setHttpStatus(abort.status()));
            });
    return encoded.build();
  }
}
