package io.gatehouse.envoy;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.gatehouse.model.Listener.TlsTermination;
import java.util.List;

/**
 * How a chain terminates TLS. Certificate and CA come over SDS; a client's certificate is required
 * exactly where there is a CA to verify it with.
 */
final class DownstreamTlsEncoder {

  /** Offered where HTTP is inside; what else is inside is between client and backend. */
  private static final List<String> ALPN = List.of("h2", "http/1.1");

  /** TLS 1.0 and 1.1 are not to be used (RFC 8996). */
  private static final TlsParameters PARAMETERS =
      TlsParameters.newBuilder()
          .setTlsMinimumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_2)
          .build();

  private DownstreamTlsEncoder() {}

  /**
   * @param http whether HTTP is inside
   */
  static DownstreamTlsContext encode(TlsTermination tls, boolean http) {
    var common =
        CommonTlsContext.newBuilder()
            .setTlsParams(PARAMETERS)
            .addAllAlpnProtocols(http ? ALPN : List.of())
            .addTlsCertificateSdsSecretConfigs(sds(tls.certificate()));
    tls.clientCa().ifPresent(ca -> common.setValidationContextSdsSecretConfig(sds(ca)));
    return DownstreamTlsContext.newBuilder()
        .setCommonTlsContext(common)
        .setRequireClientCertificate(BoolValue.of(tls.clientCa().isPresent()))
        .build();
  }

  private static SdsSecretConfig sds(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(ConfigSources.ADS).build();
  }
}
