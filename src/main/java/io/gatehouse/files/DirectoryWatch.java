package io.gatehouse.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hears at once what changes in directories, where the system tells; where it does not (network
 * file systems, no watches left), it only waits.
 */
final class DirectoryWatch implements AutoCloseable {

  private record Watched(WatchKey key, Optional<Object> identity) {}

  private final Optional<WatchService> service;
  private final Map<Path, Watched> watched = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  DirectoryWatch(FileSystem system) {
    this.service = open(system);
  }

  private static Optional<WatchService> open(FileSystem system) {
    try {
      return Optional.of(system.newWatchService());
    } catch (IOException | UnsupportedOperationException noneLeft) {
      return Optional.empty();
    }
  }

  /**
   * What was heard.
   *
   * @param manifests files that changed, were added or removed
   * @param everything whether more may have changed than that
   */
  record Heard(Set<Path> manifests, boolean everything) {

    /** Nothing, so that everything has to be looked at. */
    static final Heard UNKNOWN = new Heard(Set.of(), true);
  }

  /**
   * Watches exactly these directories.
   *
   * @return whether some are new, so that what changed before they were watched is not known
   */
  boolean watch(Map<Path, Optional<Object>> directories) {
    watched.entrySet().removeIf(entry -> isStale(entry.getKey(), entry.getValue(), directories));
    boolean news = false;
    for (Map.Entry<Path, Optional<Object>> directory : directories.entrySet()) {
      if (!watched.containsKey(directory.getKey())) {
        news |= watch(directory.getKey(), directory.getValue());
      }
    }
    return news;
  }

  private static boolean isStale(
      Path path, Watched watched, Map<Path, Optional<Object>> directories) {
    boolean stale = !watched.identity().equals(directories.get(path)) || !watched.key().isValid();
    if (stale) {
      watched.key().cancel();
    }
    return stale;
  }

  private boolean watch(Path directory, Optional<Object> identity) {
    if (service.isEmpty()) {
      return false;
    }
    try {
      WatchKey key =
          directory.register(
              service.get(),
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(directory, new Watched(key, identity));
      return true;
    } catch (IOException goneOrNoneLeft) {
      return false;
    }
  }

  /** Waits for a change, for at most {@code longest}, or until it is closed. */
  Heard await(Duration longest) throws InterruptedException {
    Heard nothing = new Heard(new HashSet<>(), false);
    if (service.isEmpty()) {
      closed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
      return nothing;
    }
    try {
      WatchKey key = service.get().poll(longest.toNanos(), TimeUnit.NANOSECONDS);
      Heard heard = nothing;
      while (key != null) {
        heard = heard(heard, key);
        key = service.get().poll();
      }
      return heard;
    } catch (ClosedWatchServiceException end) {
      return nothing;
    }
  }

  private Heard heard(Heard before, WatchKey key) {
    Path directory = (Path) key.watchable();
    boolean everything = before.everything();
    for (WatchEvent<?> event : key.pollEvents()) {
      if (!(event.context() instanceof Path name)) {
        everything = true; // more than the system keeps
        continue;
      }
      Path path = directory.resolve(name);
      if (watched.containsKey(path) || Files.isDirectory(path)) {
        everything = true;
      } else if (DirectoryScanner.isManifest(path)) {
        before.manifests().add(path);
      }
    }
    return new Heard(before.manifests(), everything | !key.reset());
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    if (service.isPresent()) {
      service.get().close();
    }
  }
}
