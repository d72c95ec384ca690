package io.gatehouse.credential;

import java.util.Locale;

/**
 * What is to be said of one half (certificate and key, or CA bundle) of a credential as its Secret
 * now is.
 */
public enum Verdict {
  VALID,
  /** There is no such Secret. */
  MISSING,
  /** The Secret has none of the expected pairs of keys. */
  WRONG_KEYS,
  /** The keys are there, with nothing in them. */
  EMPTY,
  /** Not PEM, or no certificate or key in it. */
  UNREADABLE,
  /** The key is not the certificate's. */
  KEY_MISMATCH,
  /** Well formed, but Envoy's TLS library does not take it (key size, curve, encrypted key). */
  REFUSED,
  /** Served, since most clients say it better than a closed connection. */
  EXPIRED,
  /** Served; the clock of either side may be off. */
  NOT_YET_VALID,
  /** The proxies may not read it. */
  NOT_ALLOWED;

  /** Whether Envoy is given it. */
  public boolean servable() {
    return this == VALID || this == EXPIRED || this == NOT_YET_VALID;
  }

  /** As users see it, for example {@code key-mismatch}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
