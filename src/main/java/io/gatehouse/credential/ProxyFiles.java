package io.gatehouse.credential;

import io.gatehouse.credential.CredentialKey.Half;
import java.util.List;

/** How credentials in files of the proxy are named: as Istio does, by their paths. */
final class ProxyFiles {

  private static final String CERTIFICATE = "file-cert:";
  private static final String ROOT = "file-root:";

  /** No path has it, see the parser of Gateways. */
  private static final String BETWEEN = "~";

  private ProxyFiles() {}

  static String name(Half half, List<String> paths) {
    return (half == Half.KEY_PAIR ? CERTIFICATE : ROOT) + String.join(BETWEEN, paths);
  }

  /** The paths in such a name; empty for the name of a Secret, which has no colon. */
  static List<String> paths(String name) {
    return name.startsWith(CERTIFICATE) || name.startsWith(ROOT)
        ? List.of(name.substring(name.indexOf(':') + 1).split(BETWEEN))
        : List.of();
  }
}
