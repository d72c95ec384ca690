package io.gatehouse.resource.core;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@link Secret}. Findings tell the key, and never what is under it. */
public final class SecretParser {

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
                kept.put(key, ByteValues.decoded(value.in(entry), "stringData"));
              }
            });
    object
        .map("stringData")
        .forEach(
            (key, value) -> {
              names.add(key);
              if (SecretKeys.KEPT.contains(key)) {
                kept.put(key, ByteValues.plain(value.in(entry)));
              }
            });
    return new Secret(metadata, type, kept, names.stream().toList());
  }
}
