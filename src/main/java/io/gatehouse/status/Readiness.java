package io.gatehouse.status;

/** Whether Envoys that connect now get a configuration. */
@FunctionalInterface
public interface Readiness {

  /** Whether the first translation has been published; once true, it stays so. */
  boolean published();
}
