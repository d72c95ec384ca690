package io.gatehouse.xds;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One string for a name, however many streams ask for it: a thousand Envoys name the same things.
 * Remembers a bounded number of names, whatever clients send; one that it has lost costs no more
 * than a second copy.
 */
final class SharedNames {

  private static final int SLOTS = 1 << 16;

  private static final AtomicReferenceArray<String> NAMES = new AtomicReferenceArray<>(SLOTS);

  private SharedNames() {}

  /** An equal string. */
  static String of(String name) {
    int hash = name.hashCode();
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    String known = NAMES.getPlain(slot);
    if (name.equals(known)) {
      return known;
    }
    NAMES.set(slot, name);
    return name;
  }
}
