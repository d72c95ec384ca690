package io.gatehouse.translate.common;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Gathers what one translation has to say; what is said twice counts once. */
public final class Findings {

  private final SortedSet<Finding> gathered = new TreeSet<>();

  public void error(FindingCode code, Origin origin, String sentence, String remedy) {
    gathered.add(Finding.error(code, origin, sentence, remedy));
  }

  public void warning(FindingCode code, Origin origin, String sentence, String remedy) {
    gathered.add(Finding.warning(code, origin, sentence, remedy));
  }

  public void info(FindingCode code, Origin origin, String sentence, String remedy) {
    gathered.add(Finding.info(code, origin, sentence, remedy));
  }

  /** Everything, in the order of findings. */
  public List<Finding> sorted() {
    return List.copyOf(gathered);
  }
}
