package io.gatehouse.kubernetes.informer;

import java.io.IOException;

/** An answer is not what the Kubernetes API documents. Holds nothing of it: it may be a secret. */
final class MalformedAnswer extends IOException {

  MalformedAnswer() {
    super("malformed answer");
  }
}
