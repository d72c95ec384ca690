package io.gatehouse.resource.core;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Kubernetes Secret, reduced on arrival to what a credential can be made of.
 *
 * @param type the secret's type; informative only, its keys decide
 * @param data bytes under the keys that Gatehouse knows ({@link SecretKeys}); others are dropped
 * @param keyNames names of all keys, sorted, for messages
 */
public record Secret(
    Metadata metadata, String type, Map<String, SecretBytes> data, List<String> keyNames)
    implements Resource {

  public Secret {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(type, "type");
    data = Map.copyOf(data);
    keyNames = keyNames.stream().sorted().toList();
  }

  @Override
  public Kind kind() {
    return Kind.SECRET;
  }
}
