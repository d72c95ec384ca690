package io.gatehouse.resource.istio;

import java.util.Collection;

/** Who may see an object, as {@code exportTo} of Istio's objects and of Services says it. */
public final class ExportTo {

  private static final String ALL = "*";
  private static final String OWN = ".";

  private ExportTo() {}

  /**
   * Whether workloads of {@code namespace} may see an object.
   *
   * @param exportTo {@code *}, {@code .} (its own), {@code ~} (none) or names; empty means {@code
   *     *}
   * @param owner the object's own namespace
   */
  public static boolean includes(Collection<String> exportTo, String owner, String namespace) {
    return exportTo.isEmpty()
        || exportTo.contains(ALL)
        || exportTo.contains(namespace)
        || (exportTo.contains(OWN) && owner.equals(namespace));
  }
}
