package io.gatehouse.resource.core;

import io.gatehouse.resource.json.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Bytes in the values of Secrets and ConfigMaps. */
final class ByteValues {

  private static final SecretBytes NOTHING = SecretBytes.of(new byte[0]);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private ByteValues() {}

  /**
   * What is not base64 counts as nothing under a key that is there: the credential is told to be
   * empty, and its last good content stays in service.
   *
   * @param plain the field that takes it as it is
   */
  static SecretBytes decoded(Value value, String plain) {
    if (value.node().isNull()) {
      return NOTHING;
    }
    Optional<String> text = value.text();
    try {
      return text.map(encoded -> BLANKS.matcher(encoded).replaceAll(""))
          .map(encoded -> SecretBytes.of(Base64.getDecoder().decode(encoded)))
          .orElse(NOTHING);
    } catch (IllegalArgumentException notBase64) {
      value.invalid(
          "is not base64", "Encode it (base64 -w0), or write it as it is below " + plain + ".");
      return NOTHING;
    }
  }

  static SecretBytes plain(Value value) {
    return value.node().isNull()
        ? NOTHING
        : value
            .text()
            .map(text -> SecretBytes.of(text.getBytes(StandardCharsets.UTF_8)))
            .orElse(NOTHING);
  }
}
