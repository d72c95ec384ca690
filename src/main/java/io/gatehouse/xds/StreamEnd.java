package io.gatehouse.xds;

import java.util.Locale;

/** Why a stream ended. */
public enum StreamEnd {
  CONNECTION_LOST,
  CLIENT_FINISHED,
  /** The client took nothing for too long although there was something for it. */
  DOES_NOT_READ,
  /** The client has not said who it is, or not in a way that can be read. */
  UNKNOWN_CLIENT,
  SHUTDOWN,
  INTERNAL_ERROR;

  /** As {@link DeliveryListener#onDisconnected} has it, for example {@code does not read}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
