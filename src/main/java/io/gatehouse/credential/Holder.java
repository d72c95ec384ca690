package io.gatehouse.credential;

import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.core.ConfigMap;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretBytes;
import java.util.List;
import java.util.Map;

/**
 * An object that holds a credential.
 *
 * @param data bytes under the keys that count
 * @param keyNames names of all keys, sorted
 */
record Holder(ObjectKey key, Map<String, SecretBytes> data, List<String> keyNames) {

  static Holder of(Secret secret) {
    return new Holder(secret.key(), secret.data(), secret.keyNames());
  }

  static Holder of(ConfigMap configMap) {
    return new Holder(configMap.key(), configMap.data(), configMap.keyNames());
  }
}
