package io.gatehouse.files;

import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import io.gatehouse.view.ObjectSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The manifests of a directory and below it as they are now: read once, as a whole. */
public final class DirectoryReading implements ObjectSource {

  /** Longer than anything that is in doubt stays so. */
  private static final Duration AGES = Duration.ofHours(1);

  private final Path directory;

  public DirectoryReading(Path directory) {
    this.directory = directory;
  }

  /** Returns when everything is delivered. */
  @Override
  public void start(ObjectListener listener) {
    AtomicLong time = new AtomicLong();
    DirectoryScanner scanner = new DirectoryScanner(directory);
    ManifestFiles files = new ManifestFiles(directory, scanner, time::get);
    files.lookAt(scanner.scan());
    // Nobody is writing here: what looks half-written is all there will be.
    time.addAndGet(AGES.toNanos());
    files.lookAtDue();
    List<ObjectEvent> events = files.changes();
    if (!events.isEmpty()) {
      listener.onObjects(events);
    }
    files.findings().forEach(listener::onSourceFindings);
    listener.onSynced();
  }

  @Override
  public void close() {
    // Nothing goes on after the reading.
  }
}
