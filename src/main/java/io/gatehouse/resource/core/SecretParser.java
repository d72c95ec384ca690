package io.gatehouse.resource.core;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@link Secret}. Findings tell the key, and never what is under it. */
public final class SecretParser {

  private static final SecretBytes NOTHING = SecretBytes.of(new byte[0]);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private SecretParser() {}

  /** Text under {@code stringData} wins over bytes under {@code data}, as in Kubernetes. */
  public static Secret parse(Metadata metadata, Fields object) {
    String type = object.text("type").orElse("Opaque");
    Part entry = object.part().inner("content of this key");
    Map<String, SecretBytes> kept = new HashMap<>();
    Set<String> names = new TreeSet<>();
    object
        .map("data")
        .forEach(
            (key, value) -> {
              names.add(key);
              if (SecretKeys.KEPT.contains(key)) {
                kept.put(key, decoded(value.in(entry)));
              }
            });
    object
        .map("stringData")
        .forEach(
            (key, value) -> {
              names.add(key);
              if (SecretKeys.KEPT.contains(key)) {
                kept.put(key, plain(value.in(entry)));
              }
            });
    return new Secret(metadata, type, kept, names.stream().toList());
  }

  /**
   * What is not base64 counts as nothing under a key that is there: the credential is told to be
   * empty, and its last good content stays in service.
   */
  private static SecretBytes decoded(Value value) {
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
          "is not base64", "Encode it (base64 -w0), or write it as it is below stringData.");
      return NOTHING;
    }
  }

  private static SecretBytes plain(Value value) {
    return value.node().isNull()
        ? NOTHING
        : value
            .text()
            .map(text -> SecretBytes.of(text.getBytes(StandardCharsets.UTF_8)))
            .orElse(NOTHING);
  }
}
