package io.gatehouse.envoy;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.gatehouse.credential.Content;
import io.gatehouse.resource.core.SecretBytes;

/** One half of a credential, its bytes inline. */
final class SecretEncoder {

  private static final ByteString EMPTY_LINE = ByteString.copyFromUtf8("\n");

  private SecretEncoder() {}

  static Secret encode(String name, Content content) {
    var secret = Secret.newBuilder().setName(name);
    if (content instanceof Content.KeyPair pair) {
      secret.setTlsCertificate(
          TlsCertificate.newBuilder()
              .setCertificateChain(inline(pair.chain()))
              .setPrivateKey(inline(pair.privateKey())));
    } else if (content instanceof Content.CaBundle ca) {
      secret.setValidationContext(
          CertificateValidationContext.newBuilder().setTrustedCa(inline(ca.bundle())));
    }
    return secret.build();
  }

  /** The same with one more empty line at its end, which means nothing in PEM. */
  static Secret reworded(Secret secret) {
    Secret.Builder other = secret.toBuilder();
    DataSource.Builder text =
        secret.hasTlsCertificate()
            ? other.getTlsCertificateBuilder().getCertificateChainBuilder()
            : other.getValidationContextBuilder().getTrustedCaBuilder();
    text.setInlineBytes(text.getInlineBytes().concat(EMPTY_LINE));
    return other.build();
  }

  private static DataSource inline(SecretBytes bytes) {
    return DataSource.newBuilder().setInlineBytes(ByteString.copyFrom(bytes.toByteArray())).build();
  }
}
