package io.gatehouse.envoy;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.TrustChainVerification;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.ClientValidation;
import io.gatehouse.model.Listener.TlsTermination;
import io.gatehouse.model.Listener.TlsVersion;
import java.util.List;

/** How a chain terminates TLS. Certificates and CA come over SDS. */
final class DownstreamTlsEncoder {

  /** Offered where HTTP is inside; what else is inside is between client and backend. */
  static final List<String> ALPN = List.of("h2", "http/1.1");

  static final List<String> QUIC_ALPN = List.of("h3");

  private DownstreamTlsEncoder() {}

  /**
   * @param alpn protocols that are offered; none where no HTTP is inside
   */
  static DownstreamTlsContext encode(TlsTermination tls, List<String> alpn) {
    var common =
        CommonTlsContext.newBuilder()
            .setTlsParams(parameters(tls.parameters()))
            .addAllAlpnProtocols(alpn);
    tls.certificates().forEach(name -> common.addTlsCertificateSdsSecretConfigs(sds(name)));
    tls.clients().ifPresent(clients -> validate(common, clients));
    return DownstreamTlsContext.newBuilder()
        .setCommonTlsContext(common)
        .setRequireClientCertificate(
            BoolValue.of(tls.clients().filter(ClientValidation::required).isPresent()))
        .build();
  }

  /** TLS 1.0 and 1.1 are not to be used (RFC 8996), unless they are asked for. */
  private static TlsParameters parameters(Listener.TlsParameters parameters) {
    var encoded =
        TlsParameters.newBuilder()
            .setTlsMinimumProtocolVersion(
                protocol(parameters.minVersion().orElse(TlsVersion.TLSV1_2)))
            .addAllCipherSuites(parameters.cipherSuites());
    parameters
        .maxVersion()
        .ifPresent(version -> encoded.setTlsMaximumProtocolVersion(protocol(version)));
    return encoded.build();
  }

  private static TlsProtocol protocol(TlsVersion version) {
    return switch (version) {
      case TLSV1_0 -> TlsProtocol.TLSv1_0;
      case TLSV1_1 -> TlsProtocol.TLSv1_1;
      case TLSV1_2 -> TlsProtocol.TLSv1_2;
      case TLSV1_3 -> TlsProtocol.TLSv1_3;
    };
  }

  /** What the server says stands here, what its CA says comes over SDS, and Envoy merges both. */
  private static void validate(CommonTlsContext.Builder common, ClientValidation clients) {
    CertificateValidationContext own = own(clients);
    SdsSecretConfig ca = sds(clients.ca());
    if (own.equals(CertificateValidationContext.getDefaultInstance())) {
      common.setValidationContextSdsSecretConfig(ca);
    } else {
      common.setCombinedValidationContext(
          CombinedCertificateValidationContext.newBuilder()
              .setDefaultValidationContext(own)
              .setValidationContextSdsSecretConfig(ca));
    }
  }

  private static CertificateValidationContext own(ClientValidation clients) {
    var own =
        CertificateValidationContext.newBuilder()
            .addAllVerifyCertificateSpki(clients.spkiHashes())
            .addAllVerifyCertificateHash(clients.certificateHashes());
    clients.subjectAltNames().stream()
        .map(SubjectAltNameEncoder::encode)
        .forEach(own::addMatchTypedSubjectAltNames);
    if (clients.untrustedToo()) {
      own.setTrustChainVerification(TrustChainVerification.ACCEPT_UNTRUSTED);
    }
    return own.build();
  }

  private static SdsSecretConfig sds(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(ConfigSources.ADS).build();
  }
}
