package io.gatehouse.credential;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.ConfigMap;
import io.gatehouse.resource.core.Secret;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The objects that credentials are made of, as they now are. */
public record CredentialObjects(
    Function<ObjectName, Optional<Secret>> secrets,
    Function<ObjectName, Optional<ConfigMap>> configMaps) {

  public CredentialObjects {
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(configMaps, "configMaps");
  }

  Optional<Secret> secret(ObjectName name) {
    return secrets.apply(name);
  }

  Optional<ConfigMap> configMap(ObjectName name) {
    return configMaps.apply(name);
  }
}
