package io.gatehouse.resource;

import io.gatehouse.finding.Finding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What reading one object gave.
 *
 * @param key which object
 * @param resource what can be honoured of it; empty where the object cannot be read at all
 * @param findings what cannot be honoured, and why
 */
public record Parsed(ObjectKey key, Optional<Resource> resource, List<Finding> findings) {

  public Parsed {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(resource, "resource");
    findings = List.copyOf(findings);
  }
}
