package io.gatehouse.credential;

import io.gatehouse.resource.core.SecretBytes;
import java.util.List;
import java.util.Objects;

/** Bytes that Envoy accepts, with what may be told of them. */
public sealed interface Content {

  /** Changes exactly when the bytes do; a hash, lower-case hexadecimal. */
  String fingerprint();

  /** The certificates, in the order of the file. */
  List<CertificateInfo> certificates();

  /**
   * A server's certificate and key.
   *
   * @param chain PEM, the server's certificate first
   * @param privateKey PEM
   * @param certificates at least one; the first is the server's
   */
  record KeyPair(
      SecretBytes chain,
      SecretBytes privateKey,
      List<CertificateInfo> certificates,
      String fingerprint)
      implements Content {
    public KeyPair {
      Objects.requireNonNull(chain, "chain");
      Objects.requireNonNull(privateKey, "privateKey");
      Objects.requireNonNull(fingerprint, "fingerprint");
      certificates = List.copyOf(certificates);
    }
  }

  /**
   * CAs that clients' certificates are verified with.
   *
   * @param bundle PEM
   * @param certificates at least one
   */
  record CaBundle(SecretBytes bundle, List<CertificateInfo> certificates, String fingerprint)
      implements Content {
    public CaBundle {
      Objects.requireNonNull(bundle, "bundle");
      Objects.requireNonNull(fingerprint, "fingerprint");
      certificates = List.copyOf(certificates);
    }
  }
}
