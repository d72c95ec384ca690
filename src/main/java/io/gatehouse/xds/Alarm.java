package io.gatehouse.xds;

import java.time.Duration;

/** A stream's clock. */
interface Alarm {

  /** Nanoseconds since some fixed moment; never goes back. */
  long now();

  /**
   * Runs {@code task} once, on any thread, when {@code delay} has passed.
   *
   * @return takes it back, so that nothing of it is kept
   */
  Runnable after(Duration delay, Runnable task);
}
