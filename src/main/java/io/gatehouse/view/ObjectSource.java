package io.gatehouse.view;

/** Where objects come from: a Kubernetes API or a directory of manifests. */
public interface ObjectSource extends AutoCloseable {

  /** Begins to read and to watch; returns at once. Called once. */
  void start(ObjectListener listener);

  /** Stops; no event comes after it returns. */
  @Override
  void close();
}
