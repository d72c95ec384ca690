package io.gatehouse.resource.core;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads {@link ConfigMap}. */
public final class ConfigMapParser {

  private ConfigMapParser() {}

  public static ConfigMap parse(Metadata metadata, Fields object) {
    Part entry = object.part().inner("content of this key");
    Map<String, SecretBytes> kept = new HashMap<>();
    Set<String> names = new TreeSet<>();
    keep(object.map("data"), entry, ByteValues::plain, kept, names);
    keep(object.map("binaryData"), entry, value -> ByteValues.decoded(value, "data"), kept, names);
    return new ConfigMap(metadata, kept, List.copyOf(names));
  }

  private static void keep(
      Map<String, Value> values,
      Part entry,
      Function<Value, SecretBytes> bytes,
      Map<String, SecretBytes> kept,
      Set<String> names) {
    values.forEach(
        (key, value) -> {
          names.add(key);
          if (SecretKeys.OF_CLIENT_CAS.contains(key)) {
            kept.put(key, bytes.apply(value.in(entry)));
          }
        });
  }
}
