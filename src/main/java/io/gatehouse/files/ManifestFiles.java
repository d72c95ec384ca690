package io.gatehouse.files;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.view.ObjectEvent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The manifests of a directory, looked at again and again. What a file adds or changes counts at
 * once; what it would take away (objects that are no longer in it, or all of them, since it is
 * empty, broken or gone) counts only when it has been still for a while: it may be half-written.
 *
 * <p>Used by one thread.
 */
final class ManifestFiles {

  /** A file that is written in place comes in pieces. */
  private static final Duration SETTLE = Duration.ofMillis(20);

  /** An editor that saves by removing and writing anew is done by then. */
  private static final Duration DOUBT = Duration.ofMillis(500);

  private static final String ROOT = ".";

  private final Path root;
  private final DirectoryScanner scanner;
  private final LongSupplier nanoTime;
  private final Map<String, TrackedFile> files = new HashMap<>();
  private final Map<String, Long> dueAtNanos = new HashMap<>();
  private final Inventory inventory = new Inventory();
  private final Map<String, List<Finding>> said = new HashMap<>();
  private final Map<String, List<Finding>> news = new TreeMap<>();
  private Set<String> unlisted = Set.of();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  ManifestFiles(Path root, DirectoryScanner scanner, LongSupplier nanoTime) {
    this.root = root;
    this.scanner = scanner;
    this.nanoTime = nanoTime;
  }

  /** Looks at all that a scan found, or did not find any more. */
  void lookAt(DirectoryScanner.Scan scan) {
    Set<String> gone = new HashSet<>(files.keySet());
    gone.removeAll(scan.files().keySet());
    gone.stream().filter(path -> !scan.mayHold(path)).forEach(path -> look(path, false));
    scan.files().forEach((path, stamp) -> look(path, Optional.of(stamp), false));
    tellUnlisted(scan.unlisted());
  }

  /** Looks at files that are said to have changed. */
  void lookAt(Collection<String> paths) {
    paths.forEach(path -> look(path, true));
  }

  /** Looks again at files that were in doubt. */
  void lookAtDue() {
    long now = nanoTime.getAsLong();
    List<String> due =
        dueAtNanos.entrySet().stream()
            .filter(entry -> entry.getValue() - now <= 0)
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(path -> look(path, false));
  }

  /** How long until {@link #lookAtDue} has something to look at; at most {@code longest}. */
  Duration untilDue(Duration longest) {
    long now = nanoTime.getAsLong();
    return dueAtNanos.values().stream()
        .map(due -> Duration.ofNanos(Math.max(0, due - now)))
        .reduce(longest, (one, other) -> one.compareTo(other) <= 0 ? one : other);
  }

  /** What is different from what the last call told. */
  List<ObjectEvent> changes() {
    return inventory.changes();
  }

  /** What there is to say of each part (a file, or the directory) of which something else is. */
  Map<String, List<Finding>> findings() {
    inventory.rearranged().forEach(this::tell);
    Map<String, List<Finding>> changed = new TreeMap<>();
    news.forEach(
        (part, findings) -> {
          List<Finding> before = said.getOrDefault(part, List.of());
          if (!findings.equals(before)) {
            changed.put(part, findings);
            said.put(part, findings);
          }
        });
    said.values().removeIf(List::isEmpty);
    news.clear();
    return changed;
  }

  private void look(String path, boolean heard) {
    look(path, scanner.look(path), heard);
  }

  private void look(String path, Optional<FileStamp> stamp, boolean heard) {
    if (stamp.isEmpty() && !files.containsKey(path)) {
      return;
    }
    TrackedFile file =
        files.computeIfAbsent(path, unknown -> new TrackedFile(stamp, nanoTime.getAsLong()));
    file.see(stamp, nanoTime.getAsLong());
    dueAtNanos.remove(path);
    if (stamp.isEmpty()) {
      unless(path, file, DOUBT, () -> forget(path));
    } else if (heard || file.isChanged()) {
      unless(
          path, file, file.isNew() ? Duration.ZERO : SETTLE, () -> read(path, file, stamp.get()));
    }
  }

  /** Acts if the file has been still for so long; else comes back when it may have been. */
  private void unless(String path, TrackedFile file, Duration still, Runnable action) {
    Duration missing = still.minus(file.stillFor(nanoTime.getAsLong()));
    if (missing.isNegative() || missing.isZero()) {
      action.run();
    } else {
      dueAtNanos.put(path, nanoTime.getAsLong() + missing.toNanos());
    }
  }

  private void forget(String path) {
    files.remove(path);
    inventory.put(path, List.of());
    news.put(path, List.of());
  }

  private void read(String path, TrackedFile file, FileStamp stamp) {
    byte[] content;
    try {
      content = scanner.read(path);
    } catch (NoSuchFileException gone) {
      look(path, false);
      return;
    } catch (IOException unreadable) {
      unless(path, file, DOUBT, () -> tellNotOpened(path, file));
      return;
    }
    Optional<FileStamp> now = scanner.look(path);
    String fingerprint = fingerprint(content);
    if (!now.equals(Optional.of(stamp))) {
      file.see(now, nanoTime.getAsLong());
      unless(path, file, SETTLE, () -> {});
    } else if (fingerprint.equals(file.fingerprint())) {
      file.readAgain();
    } else {
      accept(path, file, fingerprint, ManifestReader.read(path, content));
    }
  }

  private void tellNotOpened(String path, TrackedFile file) {
    Manifest nothing =
        Manifest.unreadable(
            path, "The file cannot be opened", "Let Gatehouse's user read it, or remove it.");
    file.notOpened(nothing.findings());
    tell(path);
  }

  private void accept(String path, TrackedFile file, String fingerprint, Manifest manifest) {
    List<Manifest.Entry> gone = missing(manifest, inventory.objects(path));
    boolean takesAway = !manifest.complete() || !gone.isEmpty();
    if (takesAway) {
      file.doubt();
      inventory.put(path, Stream.concat(manifest.objects().stream(), gone.stream()).toList());
    }
    unless(
        path,
        file,
        takesAway ? DOUBT : Duration.ZERO,
        () -> {
          if (manifest.complete()) {
            inventory.put(path, manifest.objects());
          }
          file.read(fingerprint, manifest.findings());
          tell(path);
        });
  }

  /** The entries of {@code before} that {@code manifest} has not. */
  private static List<Manifest.Entry> missing(Manifest manifest, List<Manifest.Entry> before) {
    Set<ObjectKey> now =
        manifest.objects().stream().map(Manifest.Entry::key).collect(Collectors.toSet());
    return before.stream().filter(entry -> !now.contains(entry.key())).toList();
  }

  private void tell(String path) {
    List<Finding> findings =
        new ArrayList<>(
            Optional.ofNullable(files.get(path)).map(TrackedFile::findings).orElse(List.of()));
    findings.addAll(inventory.duplicates(path));
    news.put(path, findings);
  }

  private void tellUnlisted(Set<String> now) {
    unlisted.stream()
        .filter(path -> !now.contains(path))
        .forEach(path -> news.put(part(path), List.of()));
    now.forEach(path -> news.put(part(path), List.of(notListed(path))));
    unlisted = now;
  }

  private static String part(String directory) {
    return directory.isEmpty() ? ROOT : directory;
  }

  private Finding notListed(String path) {
    return Finding.error(
        FindingCode.FILE_UNREADABLE,
        Origin.of("File", "", ForeignText.shown(root.resolve(path).toString())),
        "The directory is missing or cannot be read: what was last read from it, if anything,"
            + " stays in service.",
        "Create it, or let Gatehouse's user read it; it is looked at again every few seconds.");
  }

  private static String fingerprint(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
