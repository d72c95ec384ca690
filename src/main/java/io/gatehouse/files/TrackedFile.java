package io.gatehouse.files;

import io.gatehouse.finding.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is remembered of one file between two looks at it. */
final class TrackedFile {

  /** File systems tell times to the second, at worst two; a change within them may not show. */
  private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

  private Optional<FileStamp> seen;
  private long seenAtNanos;
  private boolean isNew = true;
  private Optional<FileStamp> read = Optional.empty();
  private long readAtMillis;
  private String fingerprint = "";
  private boolean inDoubt;
  private List<Finding> findings = List.of();

  TrackedFile(Optional<FileStamp> seen, long nanoTime) {
    this.seen = seen;
    this.seenAtNanos = nanoTime;
  }

  /** Notes how the file looks now; empty where it is gone. */
  void see(Optional<FileStamp> now, long nanoTime) {
    if (!now.equals(seen)) {
      isNew = now.filter(stamp -> seen.isEmpty() || stamp.replaces(seen.get())).isPresent();
      seen = now;
      seenAtNanos = nanoTime;
    }
  }

  /** Whether it looks different from when it was last read, or may be without looking so. */
  boolean isChanged() {
    return inDoubt || !seen.equals(read) || mayHaveChangedUnseen();
  }

  private boolean mayHaveChangedUnseen() {
    long modified = read.map(stamp -> stamp.modified().toMillis()).orElse(0L);
    long coarsest = COARSEST_TIME.toMillis();
    return readAtMillis - modified < coarsest && System.currentTimeMillis() - modified >= coarsest;
  }

  /** Whether it was put there as it is, and not written over what was there before. */
  boolean isNew() {
    return isNew;
  }

  /** How long it has looked as it does now. */
  Duration stillFor(long nanoTime) {
    Duration observed = Duration.ofNanos(nanoTime - seenAtNanos);
    return seen.map(stamp -> System.currentTimeMillis() - stamp.modified().toMillis())
        .map(Duration::ofMillis)
        .filter(told -> told.compareTo(observed) > 0)
        .orElse(observed);
  }

  String fingerprint() {
    return fingerprint;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Notes that its content is not yet believed, and has to be read again. */
  void doubt() {
    inDoubt = true;
    fingerprint = "";
  }

  /** Notes that it cannot be opened: whether it may be later does not show from outside. */
  void notOpened(List<Finding> said) {
    doubt();
    findings = said;
  }

  /** Notes that it was read as it was last seen, with the content it had before. */
  void readAgain() {
    read = seen;
    readAtMillis = System.currentTimeMillis();
    inDoubt = false;
  }

  /** Notes that it was read as it was last seen, and is believed. */
  void read(String content, List<Finding> said) {
    readAgain();
    fingerprint = content;
    findings = said;
  }
}
