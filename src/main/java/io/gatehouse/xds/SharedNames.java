package io.gatehouse.xds;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;

/**
 * One string for a name, however many streams ask for it: a thousand Envoys name the same things.
 */
final class SharedNames {

  private static final Interner<String> NAMES = Interners.newWeakInterner();

  private SharedNames() {}

  /** An equal string; always the same one as long as anyone has it. */
  static String of(String name) {
    return NAMES.intern(name);
  }
}
