package io.gatehouse.files;

import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import io.gatehouse.view.ObjectSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifests ({@code *.yaml}, {@code *.yml}, {@code *.json}) in a directory and below it, as a
 * source of objects. A change is seen at once where the system tells of it, else within two
 * seconds.
 */
public final class DirectorySource implements ObjectSource {

  private static final Logger log = LoggerFactory.getLogger(DirectorySource.class);

  private static final Duration RESCAN = Duration.ofSeconds(2);

  private final DirectoryScanner scanner;
  private final DirectoryWatch watch;
  private final ManifestFiles files;
  private Optional<Thread> thread = Optional.empty();
  private volatile boolean closed;
  private long scannedAtNanos;

  /**
   * @param directory need not be there yet
   */
  public DirectorySource(Path directory) {
    this.scanner = new DirectoryScanner(directory);
    this.watch = new DirectoryWatch(directory.getFileSystem());
    this.files = new ManifestFiles(directory, scanner, System::nanoTime);
  }

  @Override
  public synchronized void start(ObjectListener listener) {
    Thread reader = new Thread(() -> run(listener), "gatehouse-files");
    reader.setDaemon(true);
    reader.start();
    thread = Optional.of(reader);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      watch.close();
      if (thread.isPresent()) {
        thread.get().join();
      }
    } catch (IOException notClosed) {
      log.warn("The watch of the manifests could not be closed");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(ObjectListener listener) {
    DirectoryWatch.Heard heard = DirectoryWatch.Heard.UNKNOWN;
    boolean synced = false;
    try {
      while (!closed) {
        step(heard, listener);
        if (!synced && !closed) {
          listener.onSynced();
          synced = true;
        }
        heard = watch.await(files.untilDue(untilRescan()));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A fault must not end the watch; its message may quote a manifest, and is not logged. */
  private void step(DirectoryWatch.Heard heard, ObjectListener listener) {
    try {
      lookAt(heard);
      deliver(listener);
    } catch (RuntimeException fault) {
      log.error(
          "Reading the manifests failed ({} at {}); it goes on with the next change",
          fault.getClass().getName(),
          fault.getStackTrace().length == 0 ? "?" : fault.getStackTrace()[0]);
    }
  }

  private void lookAt(DirectoryWatch.Heard heard) {
    files.lookAt(heard.manifests().stream().map(scanner::relative).sorted().toList());
    if (heard.everything() || untilRescan().isNegative()) {
      DirectoryScanner.Scan scan = scanner.scan();
      files.lookAt(watch.watch(scan.directories()) ? scanner.scan() : scan);
      scannedAtNanos = System.nanoTime();
    }
    files.lookAtDue();
  }

  private Duration untilRescan() {
    return RESCAN.minusNanos(System.nanoTime() - scannedAtNanos);
  }

  private void deliver(ObjectListener listener) {
    List<ObjectEvent> events = files.changes();
    if (!closed && !events.isEmpty()) {
      listener.onObjects(events);
    }
    files
        .findings()
        .forEach(
            (part, findings) -> {
              if (!closed) {
                listener.onSourceFindings(part, findings);
              }
            });
  }
}
