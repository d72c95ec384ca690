package io.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySearchTest {

  private static final IssuedCertificate RSA = TestKeys.named("rsa-a");
  private static final IssuedCertificate EC = TestKeys.named("ec-a");
  private static final String MANIFEST =
      Manifests.secret("ns/name", Map.of("tls.key", EC.traditionalKeyPem()));

  private final KeySearch search =
      new KeySearch()
          .add("rsa", RSA.keys().getPrivate(), RSA.keyPem())
          .add("ec", EC.keys().getPrivate(), EC.traditionalKeyPem());

  @Test
  void a_key_is_found_in_every_form() {
    assertThat(search.in(RSA.keyPem())).containsExactly("rsa: PEM");
    assertThat(search.in(EC.traditionalKeyPem())).containsExactly("ec: PEM");
    assertThat(search.in(MANIFEST)).containsExactly("ec: PEM in base64");
    assertThat(search.in(base64(MANIFEST))).containsExactly("ec: PEM twice in base64");
    assertThat(search.in(HexFormat.of().formatHex(ascii(RSA.keyPem()))))
        .containsExactly("rsa: PEM, bytes in hex");
    assertThat(search.in(Arrays.toString(RSA.keys().getPrivate().getEncoded())))
        .containsExactly("rsa: number, bytes in a list");
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) RSA.keys().getPrivate();
    assertThat(search.in("d = " + key.getPrivateExponent()))
        .containsExactly("rsa: number in decimal");
    assertThat(search.in("d = " + key.getPrivateExponent().toString(16).toUpperCase()))
        .containsExactly("rsa: number, bytes in hex");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_key_is_found_wherever_it_begins(int start) {
    assertThat(search.in(base64("-".repeat(start) + RSA.keyPem())))
        .containsExactly("rsa: PEM in base64");
  }

  @Test
  void a_single_line_of_a_key_is_found() {
    String line = RSA.keyPem().split("\n")[15];
    assertThat(search.in("in \"" + line + "\\n\" there is")).containsExactly("rsa: PEM");
  }

  @Test
  void what_is_public_is_no_piece_of_a_key() {
    assertThat(search.in(RSA.certificatePem() + base64(RSA.certificatePem()))).isEmpty();
    assertThat(search.in(EC.certificatePem() + base64(EC.certificatePem()))).isEmpty();
    assertThat(search.in(HexFormat.of().formatHex(RSA.keys().getPublic().getEncoded()))).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
