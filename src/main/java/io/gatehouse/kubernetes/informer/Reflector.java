package io.gatehouse.kubernetes.informer;

import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import io.gatehouse.view.ObjectEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Lists objects and watches them from there on, for ever.
 *
 * <p>A watch that ends or breaks is opened again where it ended. Where that fails, or the server no
 * longer knows that place, everything is listed anew and only what differs is told, deletions
 * included.
 */
final class Reflector implements Runnable {

  /** What a reflector tells. Called by its thread alone. */
  interface Observer {

    /** Objects that changed together. */
    void objects(List<ObjectEvent> events);

    /** All that is there has been told, or there is nothing that could be. May be said again. */
    void settled(Watched watched);

    void condition(Watched watched, Condition condition);
  }

  private static final Logger log = LoggerFactory.getLogger(Reflector.class);

  private static final int PAGE_SIZE = 500;
  private static final int UNLIMITED = 0;

  /** A starting API server forbids and misses what it serves a moment later: asked once more. */
  private static final Duration CONFIRMATION = Duration.ofSeconds(1);

  /** A watch that lasted this long was a working one. */
  private static final Duration WORKING = Duration.ofSeconds(10);

  private final Watched watched;
  private final ApiServer api;
  private final ObjectReader reader;
  private final Observer observer;
  private final Clock clock;
  private final CountDownLatch stopped;
  private final Inventory inventory = new Inventory();
  private final Backoff backoff = new Backoff();

  /** The version that is read; empty until the cluster has been asked. */
  private Optional<String> version = Optional.empty();

  /** The resource version up to which everything is known; empty where a list is needed. */
  private Optional<String> known = Optional.empty();

  private Instant lastContact;
  private String verb = "list";
  private int pageSize = PAGE_SIZE;
  private int lastRefusal;

  /**
   * @param stopped ends it, between two requests
   */
  Reflector(
      Watched watched,
      ApiServer api,
      ObjectReader reader,
      Observer observer,
      Clock clock,
      CountDownLatch stopped) {
    this.watched = watched;
    this.api = api;
    this.reader = reader;
    this.observer = observer;
    this.clock = clock;
    this.stopped = stopped;
    this.lastContact = clock.instant();
  }

  @Override
  public void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One watch, after a list where one is needed; returns how long to wait until the next. */
  private Duration round() {
    try {
      if (known.isEmpty()) {
        list();
      }
      watch();
      return backoff.next();
    } catch (UnexpectedStatus refusal) {
      return refused(refusal.status());
    } catch (MalformedAnswer e) {
      return relist(new Condition.Garbled(lastContact));
    } catch (IOException e) {
      return relist(
          ApiServer.isUntrusted(e)
              ? new Condition.Untrusted(lastContact)
              : new Condition.Unreachable(lastContact));
    } catch (RuntimeException e) {
      // Messages of exceptions may quote what was read.
      log.error("Reading {} failed with {} at {}.", watched, e.getClass(), e.getStackTrace()[0]);
      known = Optional.empty();
      return backoff.next();
    }
  }

  private void list() throws IOException {
    verb = "list";
    if (version.isEmpty()) {
      version = Optional.of(servedVersion());
    }
    Map<ObjectKey, Parsed> listed = new HashMap<>();
    ListPage page = page("", listed);
    while (!page.isLast()) {
      page = page(page.continuation(), listed);
    }
    List<ObjectEvent> changes = inventory.replace(listed);
    log.info("Listed {}: {} objects, {} changes.", watched, listed.size(), changes.size());
    deliver(changes);
    observer.settled(watched);
    known = Optional.of(page.resourceVersion());
    lastContact = clock.instant();
    pageSize = PAGE_SIZE;
  }

  private String servedVersion() throws IOException {
    return api.servedVersion(watched.resource()).orElseThrow(() -> new UnexpectedStatus(404));
  }

  private ListPage page(String continuation, Map<ObjectKey, Parsed> listed) throws IOException {
    return api.list(
        watched,
        version.orElseThrow(),
        pageSize,
        continuation,
        object -> read(object).ifPresent(parsed -> listed.put(parsed.key(), parsed)));
  }

  private Optional<Parsed> read(JsonNode object) {
    return reader.read(object, version.orElseThrow());
  }

  private void watch() throws IOException {
    verb = "watch";
    try (WatchStream stream = api.watch(watched, version.orElseThrow(), known.orElseThrow())) {
      long opened = System.nanoTime();
      lastRefusal = 0;
      observer.condition(watched, new Condition.InSync());
      follow(stream);
      if (System.nanoTime() - opened > WORKING.toNanos()) {
        backoff.reset();
      }
    } finally {
      lastContact = clock.instant();
    }
  }

  private void follow(WatchStream stream) throws UnexpectedStatus, MalformedAnswer {
    try {
      List<WatchEvent> events = stream.next();
      while (!events.isEmpty()) {
        apply(events);
        backoff.reset();
        events = stream.next();
      }
    } catch (UnexpectedStatus | MalformedAnswer e) {
      throw e;
    } catch (IOException broken) {
      log.debug("The watch of {} broke; it goes on where it was.", watched);
    }
  }

  private void apply(List<WatchEvent> events) throws UnexpectedStatus, MalformedAnswer {
    List<ObjectEvent> changes = new ArrayList<>();
    try {
      for (WatchEvent event : events) {
        if (event.type().equals("ERROR")) {
          throw new UnexpectedStatus(event.object().path("code").intValue(500));
        }
        change(event).ifPresent(changes::add);
        known = Optional.of(Json.resourceVersion(event.object().path("metadata")));
      }
    } finally {
      deliver(changes);
    }
  }

  private Optional<ObjectEvent> change(WatchEvent event) {
    return switch (event.type()) {
      case "ADDED", "MODIFIED" -> read(event.object()).flatMap(inventory::put);
      case "DELETED" -> reader.key(event.object()).flatMap(inventory::remove);
      default -> Optional.empty();
    };
  }

  private void deliver(List<ObjectEvent> changes) {
    if (!changes.isEmpty()) {
      observer.objects(changes);
    }
  }

  private Duration relist(Condition condition) {
    known = Optional.empty();
    observer.condition(watched, condition);
    return backoff.next();
  }

  private Duration refused(int status) {
    known = Optional.empty();
    if (status == 404) {
      version = Optional.empty();
    }
    boolean again = status == lastRefusal;
    lastRefusal = status;
    return switch (status) {
      case 410 -> expired();
      case 404 -> again ? notServed() : CONFIRMATION;
      case 403 -> again ? forbidden() : CONFIRMATION;
      case 401 -> again ? unauthorized() : backoff.next();
      default -> again ? relist(new Condition.Failing(lastContact, status)) : backoff.next();
    };
  }

  /** The server has forgotten the place to go on from. For a list, pages took too long. */
  private Duration expired() {
    if (verb.equals("list")) {
      pageSize = UNLIMITED;
    }
    return backoff.next();
  }

  /** Without the kind there are no objects of it: the API server has deleted them all. */
  private Duration notServed() {
    deliver(inventory.replace(Map.of()));
    observer.condition(watched, new Condition.NotServed());
    observer.settled(watched);
    return api.patience().retry();
  }

  private Duration unauthorized() {
    observer.condition(watched, new Condition.Unauthorized(lastContact));
    return api.patience().retry();
  }

  private Duration forbidden() {
    observer.condition(watched, new Condition.Forbidden(verb));
    observer.settled(watched);
    return api.patience().retry();
  }
}
