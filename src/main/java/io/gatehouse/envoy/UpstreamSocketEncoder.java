package io.gatehouse.envoy;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.ClusterPolicy.ProxyProtocol;
import io.gatehouse.model.UpstreamTls;
import java.util.Optional;

/** What connections to endpoints begin with: the PROXY protocol, TLS, or both. */
final class UpstreamSocketEncoder {

  private static final String HTTP2 = "h2";

  /** TLS 1.0 and 1.1 are not to be used (RFC 8996); Envoy stops at 1.2 unless it is told. */
  private static final TlsParameters PARAMETERS =
      TlsParameters.newBuilder()
          .setTlsMinimumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_2)
          .setTlsMaximumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_3)
          .build();

  private UpstreamSocketEncoder() {}

  /** Empty for connections in the clear. */
  static Optional<TransportSocket> encode(Cluster cluster) {
    Optional<TransportSocket> tls =
        cluster
            .policy()
            .tls()
            .map(setting -> socket("envoy.transport_sockets.tls", tls(setting, cluster)));
    return cluster.policy().proxyProtocol().map(version -> proxied(version, tls)).or(() -> tls);
  }

  private static TransportSocket socket(String name, Message config) {
    return TransportSocket.newBuilder()
        .setName(name)
        .setTypedConfig(Serialized.pack(config))
        .build();
  }

  private static TransportSocket proxied(ProxyProtocol version, Optional<TransportSocket> inner) {
    return socket(
        "envoy.transport_sockets.upstream_proxy_protocol",
        ProxyProtocolUpstreamTransport.newBuilder()
            .setConfig(
                ProxyProtocolConfig.newBuilder()
                    .setVersion(ProxyProtocolConfig.Version.valueOf(version.name())))
            .setTransportSocket(
                inner.orElseGet(
                    () ->
                        socket(
                            "envoy.transport_sockets.raw_buffer", RawBuffer.getDefaultInstance())))
            .build());
  }

  private static UpstreamTlsContext tls(UpstreamTls tls, Cluster cluster) {
    CommonTlsContext.Builder common = CommonTlsContext.newBuilder().setTlsParams(PARAMETERS);
    if (cluster.protocol() == UpstreamProtocol.HTTP2) {
      common.addAlpnProtocols(HTTP2);
    }
    tls.certificate()
        .map(UpstreamSocketEncoder::sds)
        .ifPresent(common::addTlsCertificateSdsSecretConfigs);
    tls.ca().ifPresent(ca -> common.setCombinedValidationContext(verification(tls, ca)));
    UpstreamTlsContext.Builder encoded =
        UpstreamTlsContext.newBuilder().setCommonTlsContext(common);
    tls.sni().ifPresent(encoded::setSni);
    return encoded.build();
  }

  private static CombinedCertificateValidationContext verification(UpstreamTls tls, String ca) {
    CertificateValidationContext.Builder names = CertificateValidationContext.newBuilder();
    tls.subjectAltNames().stream()
        .map(SubjectAltNameEncoder::encode)
        .forEach(names::addMatchTypedSubjectAltNames);
    return CombinedCertificateValidationContext.newBuilder()
        .setDefaultValidationContext(names)
        .setValidationContextSdsSecretConfig(sds(ca))
        .build();
  }

  private static SdsSecretConfig sds(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(ConfigSources.ADS).build();
  }
}
