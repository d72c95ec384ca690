package io.gatehouse.envoy;

import com.google.common.net.InetAddresses;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.ClusterPolicy.ProxyProtocol;
import io.gatehouse.model.UpstreamTls;
import io.gatehouse.model.UpstreamTls.Certificate;
import io.gatehouse.model.UpstreamTls.Verification;
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
    tls.certificate().ifPresent(certificate -> certificate(certificate, common));
    verification(tls, common);
    UpstreamTlsContext.Builder encoded =
        UpstreamTlsContext.newBuilder().setCommonTlsContext(common);
    tls.sni().ifPresent(encoded::setSni);
    return encoded.build();
  }

  private static void certificate(Certificate certificate, CommonTlsContext.Builder common) {
    if (certificate instanceof Certificate.Named named) {
      common.addTlsCertificateSdsSecretConfigs(sds(named.credential()));
    } else if (certificate instanceof Certificate.Files files) {
      common.addTlsCertificates(
          TlsCertificate.newBuilder()
              .setCertificateChain(file(files.chain()))
              .setPrivateKey(file(files.privateKey())));
    }
  }

  private static void verification(UpstreamTls tls, CommonTlsContext.Builder common) {
    CertificateValidationContext.Builder names = CertificateValidationContext.newBuilder();
    tls.subjectAltNames().stream()
        .map(UpstreamSocketEncoder::matcher)
        .forEach(names::addMatchTypedSubjectAltNames);
    if (tls.verification() instanceof Verification.Named named) {
      common.setCombinedValidationContext(
          CombinedCertificateValidationContext.newBuilder()
              .setDefaultValidationContext(names)
              .setValidationContextSdsSecretConfig(sds(named.credential())));
    } else if (tls.verification() instanceof Verification.Files files) {
      names.setTrustedCa(file(files.ca()));
      files.crl().map(UpstreamSocketEncoder::file).ifPresent(names::setCrl);
      common.setValidationContext(names);
    }
  }

  private static SubjectAltNameMatcher matcher(String name) {
    SanType type = SanType.DNS;
    if (name.contains("://")) {
      type = SanType.URI;
    } else if (InetAddresses.isInetAddress(name)) {
      type = SanType.IP_ADDRESS;
    }
    return SubjectAltNameMatcher.newBuilder()
        .setSanType(type)
        .setMatcher(StringMatcher.newBuilder().setExact(name))
        .build();
  }

  private static SdsSecretConfig sds(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(ConfigSources.ADS).build();
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }
}
