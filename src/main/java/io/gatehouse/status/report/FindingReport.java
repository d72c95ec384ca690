package io.gatehouse.status.report;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.Severity;
import io.gatehouse.status.Board;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells what is wrong or worth knowing. */
public final class FindingReport {

  private FindingReport() {}

  /** Which findings; each part that is absent lets all through. */
  public record Filter(
      Optional<Severity> severity,
      Optional<String> namespace,
      Optional<String> kind,
      Optional<String> name,
      Optional<String> code) {

    public Filter {
      Objects.requireNonNull(severity, "severity");
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(code, "code");
    }

    private boolean passes(Finding finding) {
      return severity.filter(wanted -> wanted != finding.severity()).isEmpty()
          && namespace.filter(wanted -> !wanted.equals(finding.origin().namespace())).isEmpty()
          && kind.filter(wanted -> !wanted.equalsIgnoreCase(finding.origin().kind())).isEmpty()
          && name.filter(wanted -> !wanted.equals(finding.origin().name())).isEmpty()
          && code.filter(wanted -> !wanted.equals(finding.code().id())).isEmpty();
    }
  }

  /** In the order of their objects. */
  public static List<FindingEntry> of(Board board, Filter filter) {
    return FindingEntry.of(board.findings().stream().filter(filter::passes).toList());
  }
}
