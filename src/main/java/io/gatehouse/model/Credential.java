package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import java.util.Objects;

/**
 * An SDS resource that a chain names.
 *
 * @param name SDS name: {@code <credentialName>} or {@code <credentialName>-cacert}; {@code
 *     file-cert:…} or {@code file-root:…} for files of the proxy
 * @param kind which half of a credential it is
 * @param fingerprint changes exactly when the bytes do; says nothing about them
 * @param held true where no bytes are here: an Envoy still has good ones, so nothing is sent for it
 * @param origin the Secret or ConfigMap it comes from; of files, a server that names them
 */
public record Credential(String name, Kind kind, String fingerprint, boolean held, Origin origin) {

  /** The two kinds of SDS resources. */
  public enum Kind {
    KEY_PAIR,
    CA_BUNDLE
  }

  public Credential {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(origin, "origin");
  }
}
