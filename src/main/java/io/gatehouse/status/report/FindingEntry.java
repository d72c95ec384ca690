package io.gatehouse.status.report;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.Origin;
import java.util.List;
import java.util.Locale;

/** A finding as users see it. */
public record FindingEntry(
    String severity,
    String code,
    String kind,
    String namespace,
    String name,
    String field,
    String sentence,
    String remedy) {

  static FindingEntry of(Finding finding) {
    Origin origin = finding.origin();
    return new FindingEntry(
        finding.severity().name().toLowerCase(Locale.ROOT),
        finding.code().id(),
        origin.kind(),
        origin.namespace(),
        origin.name(),
        origin.field(),
        finding.sentence(),
        finding.remedy());
  }

  public static List<FindingEntry> of(List<Finding> findings) {
    return findings.stream().map(FindingEntry::of).toList();
  }
}
