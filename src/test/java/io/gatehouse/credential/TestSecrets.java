package io.gatehouse.credential;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.ConfigMap;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.resource.core.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The Secrets and ConfigMaps of a namespace. */
final class TestSecrets {

  static final String NAMESPACE = "istio-system";

  private final Map<ObjectName, Secret> secrets = new HashMap<>();
  private final Map<ObjectName, ConfigMap> configMaps = new HashMap<>();
  private final Set<ObjectKey> names = new HashSet<>();

  static ObjectName name(String name) {
    return new ObjectName(NAMESPACE, name);
  }

  static TestSecrets of(String name, String... keysAndValues) {
    return new TestSecrets().put(name, keysAndValues);
  }

  /** Creates or replaces one; only known keys keep their values, as on arrival. */
  TestSecrets put(String name, String... keysAndValues) {
    Map<String, SecretBytes> data = new HashMap<>();
    TreeSet<String> keys = new TreeSet<>();
    for (List<String> pair : pairs(keysAndValues)) {
      keys.add(pair.get(0));
      if (SecretKeys.KEPT.contains(pair.get(0))) {
        byte[] value = pair.get(1).getBytes(StandardCharsets.UTF_8);
        data.put(pair.get(0), SecretBytes.of(value));
      }
    }
    names.add(new ObjectKey(Kind.SECRET, name(name)));
    Metadata metadata = new Metadata(name(name), Instant.EPOCH, Map.of());
    secrets.put(name(name), new Secret(metadata, "Opaque", data, List.copyOf(keys)));
    return this;
  }

  private static List<List<String>> pairs(String... keysAndValues) {
    return IntStream.range(0, keysAndValues.length / 2)
        .mapToObj(i -> Arrays.asList(keysAndValues).subList(2 * i, 2 * i + 2))
        .toList();
  }

  TestSecrets delete(String name) {
    secrets.remove(name(name));
    return this;
  }

  /** Creates or replaces a ConfigMap. */
  TestSecrets putConfigMap(String name, String... keysAndValues) {
    Map<String, SecretBytes> data = new HashMap<>();
    for (List<String> pair : pairs(keysAndValues)) {
      data.put(pair.get(0), SecretBytes.of(pair.get(1).getBytes(StandardCharsets.UTF_8)));
    }
    names.add(new ObjectKey(Kind.CONFIG_MAP, name(name)));
    Metadata metadata = new Metadata(name(name), Instant.EPOCH, Map.of());
    configMaps.put(name(name), new ConfigMap(metadata, data, List.copyOf(data.keySet())));
    return this;
  }

  TestSecrets deleteConfigMap(String name) {
    configMaps.remove(name(name));
    return this;
  }

  /** All that ever was there. */
  Set<ObjectKey> names() {
    return names;
  }

  CredentialObjects objects() {
    return new CredentialObjects(
        name -> Optional.ofNullable(secrets.get(name)),
        name -> Optional.ofNullable(configMaps.get(name)));
  }
}
