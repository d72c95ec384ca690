package io.gatehouse.translate.common;

import io.gatehouse.finding.Finding;
import java.util.List;
import java.util.Objects;

/** What became of a part of the objects, and what its users should know about it. */
public record Translated<T>(T value, List<Finding> findings) {

  public Translated {
    Objects.requireNonNull(value, "value");
    findings = List.copyOf(findings);
  }
}
