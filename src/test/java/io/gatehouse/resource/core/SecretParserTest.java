package io.gatehouse.resource.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretParserTest {

  @Test
  void keeps_bytes_under_known_keys_and_the_names_of_all() {
    Secret secret =
        Objects.clean(
            Secret.class,
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: c, namespace: edge}
            type: kubernetes.io/tls
            immutable: true
            data:
              tls.crt: Y2VydA==
              tls.key: |
                a2
                V5
              token: c2VjcmV0
              other: not base64!
            """);

    assertThat(secret.type()).isEqualTo("kubernetes.io/tls");
    assertThat(secret.data()).isEqualTo(Map.of("tls.crt", bytes("cert"), "tls.key", bytes("key")));
    assertThat(secret.keyNames()).containsExactly("other", "tls.crt", "tls.key", "token");
  }

  @Test
  void lets_string_data_win() {
    Secret secret =
        Objects.clean(
            Secret.class,
            object("data: {key: b2xk, cert: Y2VydA==}, stringData: {key: new, cacert: ca}"));

    assertThat(secret.type()).isEqualTo("Opaque");
    assertThat(secret.data())
        .isEqualTo(Map.of("key", bytes("new"), "cert", bytes("cert"), "cacert", bytes("ca")));
    assertThat(secret.keyNames()).containsExactly("cacert", "cert", "key");
  }

  @Test
  void takes_what_is_not_base64_for_nothing_under_a_key_that_is_there() {
    Parsed parsed = Objects.parse(object("data: {tls.key: '-----BEGIN', tls.crt: Y2VydA==}"));

    Secret secret = (Secret) parsed.resource().orElseThrow();
    assertThat(secret.data()).isEqualTo(Map.of("tls.key", bytes(""), "tls.crt", bytes("cert")));
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR invalid-field data[\"tls.key\"]: data[\"tls.key\"] is not base64:"
                + " the content of this key is left out.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {tls.key: s3cret!}",
        "data: {tls.key: [s3cret]}",
        "data: {tls.key: {s3cret: s3cret}}",
        "data: [s3cret]",
        "data: s3cret",
        "stringData: {tls.key: [s3cret]}",
        "stringData: s3cret",
        "type: [s3cret]",
        "s3cret: s3cret",
      })
  void never_shows_content(String fields) {
    Parsed parsed = Objects.parse(object(fields));

    assertThat(parsed.toString()).doesNotContain("s3cret");
  }

  @Test
  void takes_null_for_empty() {
    Secret secret = Objects.clean(Secret.class, object("data: {tls.key: null}, stringData: null"));

    assertThat(secret.data()).isEqualTo(Map.of("tls.key", bytes("")));
  }

  private static SecretBytes bytes(String text) {
    return SecretBytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String object(String fields) {
    return "{apiVersion: v1, kind: Secret, metadata: {name: c}, " + fields + "}";
  }
}
