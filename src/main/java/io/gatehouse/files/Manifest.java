package io.gatehouse.files;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import java.util.List;
import java.util.Objects;

/**
 * What a file says.
 *
 * @param objects in the file's order
 * @param findings about the file itself, not its objects
 * @param complete whether all of it could be read; if not, what the file held before and does not
 *     hold now may still be in it
 */
record Manifest(List<Entry> objects, List<Finding> findings, boolean complete) {

  /** An object and where it is written. */
  record Entry(Parsed parsed, Place place) {
    Entry {
      Objects.requireNonNull(parsed, "parsed");
      Objects.requireNonNull(place, "place");
    }

    ObjectKey key() {
      return parsed.key();
    }
  }

  Manifest {
    objects = List.copyOf(objects);
    findings = List.copyOf(findings);
  }

  /**
   * A file that could not be read.
   *
   * @param problem without a full stop
   */
  static Manifest unreadable(String path, String problem, String remedy) {
    Finding finding =
        Finding.error(
            FindingCode.FILE_UNREADABLE,
            Place.file(path),
            problem + ": what the file held before, if anything, stays in service.",
            remedy);
    return new Manifest(List.of(), List.of(finding), false);
  }
}
