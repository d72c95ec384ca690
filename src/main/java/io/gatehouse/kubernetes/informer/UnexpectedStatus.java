package io.gatehouse.kubernetes.informer;

import java.io.IOException;

/** The API server refused a request. Holds its status alone: bodies may quote objects. */
final class UnexpectedStatus extends IOException {

  private final int status;

  UnexpectedStatus(int status) {
    super("HTTP status " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
