package io.gatehouse.resource.core;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Kubernetes ConfigMap, reduced on arrival to what clients' certificates are verified with.
 *
 * @param data bytes under the keys for CAs and revocation lists ({@link SecretKeys}); others are
 *     dropped
 * @param keyNames names of all keys, sorted, for messages
 */
public record ConfigMap(Metadata metadata, Map<String, SecretBytes> data, List<String> keyNames)
    implements Resource {

  public ConfigMap {
    Objects.requireNonNull(metadata, "metadata");
    data = Map.copyOf(data);
    keyNames = keyNames.stream().sorted().toList();
  }

  @Override
  public Kind kind() {
    return Kind.CONFIG_MAP;
  }
}
