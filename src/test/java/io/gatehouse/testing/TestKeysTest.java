package io.gatehouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;

class TestKeysTest {

  @Test
  void a_name_gives_the_same_bytes_in_every_run() throws Exception {
    String all =
        TestKeys.named("rsa-a").certificatePem()
            + TestKeys.named("rsa-a").keyPem()
            + TestKeys.named("ec-b").certificatePem()
            + TestKeys.named("ec-b").keyPem()
            + TestKeys.ca("a").certificatePem();

    assertThat(sha256(all))
        .isEqualTo("ee94a71859bb5ce705a836444b8dc079d66d64bb9055f4bbce47b7cb9398f34d");
  }

  @Test
  void a_certificate_is_issued_by_the_ca_of_its_name() throws Exception {
    var verifier =
        new JcaContentVerifierProviderBuilder()
            .setProvider(KeyType.PROVIDER)
            .build(TestKeys.ca("a").certificate());

    assertThat(TestKeys.named("rsa-a").certificate().isSignatureValid(verifier)).isTrue();
    assertThat(TestKeys.named("ec-b").certificate().isSignatureValid(verifier)).isFalse();
  }

  @Test
  void placeholders_become_base64_of_pem() {
    String resolved = TestKeys.resolve("tls.crt: ${cert:ec-a}\ntls.key: ${key:ec-a}\n");

    String certificate = resolved.substring("tls.crt: ".length(), resolved.indexOf('\n'));
    assertThat(new String(Base64.getDecoder().decode(certificate), StandardCharsets.UTF_8))
        .isEqualTo(TestKeys.named("ec-a").certificatePem());
    assertThat(resolved).doesNotContain("${");
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
