package io.gatehouse.xds;

/**
 * A client does not say who it is, or not in a form that can be used. The message is fit to be
 * shown.
 */
final class InvalidNodeException extends Exception {

  InvalidNodeException(String message) {
    super(message);
  }
}
