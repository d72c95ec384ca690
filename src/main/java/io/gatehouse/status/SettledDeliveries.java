package io.gatehouse.status;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One object for what is alike: nearly all resources are acknowledged in the version that was sent,
 * by every Envoy. Remembers a bounded number; one that it has lost costs no more than a copy.
 */
final class SettledDeliveries {

  private static final int SLOTS = 1 << 14;

  private static final AtomicReferenceArray<Delivery> KNOWN = new AtomicReferenceArray<>(SLOTS);

  private SettledDeliveries() {}

  /** An equal one. */
  static Delivery shared(Delivery delivery) {
    int slot = delivery.acknowledged().hashCode() & SLOTS - 1;
    Delivery known = KNOWN.getPlain(slot);
    if (delivery.equals(known)) {
      return known;
    }
    KNOWN.set(slot, delivery);
    return delivery;
  }
}
