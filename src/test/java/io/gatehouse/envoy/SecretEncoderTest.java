package io.gatehouse.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.testing.EnvoyMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretEncoderTest {

  @Test
  void other_words_of_a_certificate_differ_in_an_empty_line_after_its_chain() throws Exception {
    Content pair = new Content.KeyPair(bytes("chain\n"), bytes("key\n"), List.of(), "fingerprint");
    Secret plain = EnvoyMessages.secret("s", pair);
    Secret other = EnvoyResources.rewordedSecret("s", pair).unpack(Secret.class);

    assertThat(other.getTlsCertificate().getCertificateChain().getInlineBytes().toStringUtf8())
        .isEqualTo("chain\n\n");
    Secret.Builder back = other.toBuilder();
    back.getTlsCertificateBuilder()
        .setCertificateChain(plain.getTlsCertificate().getCertificateChain());
    assertThat(back.build()).isEqualTo(plain);
  }

  @Test
  void other_words_of_a_ca_differ_in_an_empty_line_after_its_bundle() throws Exception {
    Content ca = new Content.CaBundle(bytes("bundle\n"), List.of(), "fingerprint");
    Secret other = EnvoyResources.rewordedSecret("s", ca).unpack(Secret.class);

    assertThat(other.getName()).isEqualTo("s");
    assertThat(other.getValidationContext().getTrustedCa().getInlineBytes().toStringUtf8())
        .isEqualTo("bundle\n\n");
  }

  @Test
  void files_are_watched_in_their_directory_where_they_have_one() {
    var together = files("/etc/certs/tls.crt", "/etc/certs/tls.key").getTlsCertificate();
    var apart = files("/etc/certs/tls.crt", "/etc/keys/tls.key").getTlsCertificate();

    assertThat(together.getCertificateChain().getFilename()).isEqualTo("/etc/certs/tls.crt");
    assertThat(together.getPrivateKey().getFilename()).isEqualTo("/etc/certs/tls.key");
    assertThat(together.getWatchedDirectory().getPath()).isEqualTo("/etc/certs/");
    assertThat(apart.hasWatchedDirectory()).isFalse();
  }

  @Test
  void other_words_of_files_are_another_path_to_them() throws Exception {
    Content files = new Content.Files(Half.CLIENT_CA, List.of("/ca.crt", "/ca.crl"));
    Secret other = EnvoyResources.rewordedSecret("s", files).unpack(Secret.class);

    assertThat(other.getValidationContext().getTrustedCa().getFilename()).isEqualTo("//ca.crt");
    assertThat(other.getValidationContext().getCrl().getFilename()).isEqualTo("/ca.crl");
  }

  private static Secret files(String certificate, String key) {
    return EnvoyMessages.secret("s", new Content.Files(Half.KEY_PAIR, List.of(certificate, key)));
  }

  private static SecretBytes bytes(String text) {
    return SecretBytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
