package io.gatehouse.status.report;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.Origin;
import io.gatehouse.finding.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All findings, by the object they are about. */
final class FindingIndex {

  private final Map<Origin, List<Finding>> byObject = new HashMap<>();

  FindingIndex(List<Finding> findings) {
    findings.forEach(
        finding ->
            byObject
                .computeIfAbsent(finding.origin().object(), object -> new ArrayList<>())
                .add(finding));
  }

  /** About an object or any of its fields. */
  List<Finding> about(Origin object) {
    return List.copyOf(byObject.getOrDefault(object.object(), List.of()));
  }

  /** About a field of an object or what is below that field. */
  List<Finding> below(Origin field) {
    return about(field).stream().filter(finding -> isBelow(finding, field.field())).toList();
  }

  private static boolean isBelow(Finding finding, String path) {
    String field = finding.origin().field();
    return field.equals(path) || field.startsWith(path + ".") || field.startsWith(path + "[");
  }

  static boolean anyError(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
