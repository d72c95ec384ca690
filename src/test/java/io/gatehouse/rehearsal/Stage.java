package io.gatehouse.rehearsal;

import io.gatehouse.rehearsal.Site.KubernetesObject;
import java.io.IOException;
import java.util.Map;

/** Where the program reads objects from. */
interface Stage extends AutoCloseable {

  /** The program's properties, without the dashes. */
  Map<String, String> settings();

  /** The program's environment variables, beyond this process's own. */
  Map<String, String> environment();

  /** Adds an object, or replaces the one of its kind and name. */
  void put(KubernetesObject object) throws IOException;

  @Override
  void close();
}
