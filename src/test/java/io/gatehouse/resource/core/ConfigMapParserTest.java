package io.gatehouse.resource.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Objects;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigMapParserTest {

  @Test
  void keeps_only_what_says_whom_to_trust_and_the_names_of_all_keys() {
    ConfigMap configMap =
        Objects.clean(
            ConfigMap.class,
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: c, namespace: edge}
            data: {ca.crt: text, application.yaml: "a: 1", tls.key: never}
            binaryData: {ca.crl: bGlzdA==, logo.png: AAAA}
            """);

    assertThat(configMap.data())
        .isEqualTo(Map.of("ca.crt", bytes("text"), "ca.crl", bytes("list")));
    assertThat(configMap.keyNames())
        .containsExactly("application.yaml", "ca.crl", "ca.crt", "logo.png", "tls.key");
  }

  private static SecretBytes bytes(String text) {
    return SecretBytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
