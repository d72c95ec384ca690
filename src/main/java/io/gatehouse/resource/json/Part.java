package io.gatehouse.resource.json;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of an object that is served or left out as a whole (a server, a route, a match), and what
 * is wrong with it. Used by one thread, while one object is read.
 */
public final class Part {

  /** Enough to act on; a broken object of megabytes must not become gigabytes of findings. */
  static final int MAX_FINDINGS = 200;

  private final String noun;
  private final String consequence;
  private final List<Finding> findings;
  private boolean intact = true;

  private Part(String noun, String consequence, List<Finding> findings) {
    this.noun = noun;
    this.consequence = consequence;
    this.findings = findings;
  }

  /** The whole object. */
  public static Part object() {
    return new Part(
        "object",
        "the object is not read, and its last good version, if any, stays in service",
        new ArrayList<>());
  }

  /**
   * A part of this part. Its faults are not this part's.
   *
   * @param noun what users call it, for example {@code server}
   */
  public Part inner(String noun) {
    return inner(noun, "the " + noun + " is left out");
  }

  /**
   * A part of this part that is not simply left out.
   *
   * @param noun what users call it
   * @param consequence what becomes of it where it cannot be honoured, as a clause
   */
  public Part inner(String noun, String consequence) {
    return new Part(noun, consequence, findings);
  }

  String noun() {
    return noun;
  }

  /** Whether nothing was found that leaves this part out. */
  public boolean intact() {
    return intact;
  }

  /** Everything found in the object so far, in all its parts. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /**
   * Leaves this part out.
   *
   * @param problem what was found; without a full stop, since what it costs is added
   */
  public void fail(FindingCode code, Origin origin, String problem, String remedy) {
    intact = false;
    add(Finding.error(code, origin, problem + ": " + consequence + ".", remedy));
  }

  /** Reports something that does not leave this part out. */
  public void warn(FindingCode code, Origin origin, String sentence, String remedy) {
    add(Finding.warning(code, origin, sentence, remedy));
  }

  private void add(Finding finding) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    } else if (findings.size() == MAX_FINDINGS) {
      findings.add(
          Finding.warning(
              FindingCode.INVALID_FIELD,
              finding.origin().object(),
              "More is wrong with this object than the " + MAX_FINDINGS + " findings listed.",
              "Correct these, then look again."));
    }
  }
}
