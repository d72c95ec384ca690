package io.gatehouse.credential;

import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.resource.core.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
   * @param ocspStaple DER, for the first certificate
   */
  record KeyPair(
      SecretBytes chain,
      SecretBytes privateKey,
      List<CertificateInfo> certificates,
      Optional<SecretBytes> ocspStaple,
      String fingerprint)
      implements Content {
    public KeyPair {
      Objects.requireNonNull(chain, "chain");
      Objects.requireNonNull(privateKey, "privateKey");
      Objects.requireNonNull(ocspStaple, "ocspStaple");
      Objects.requireNonNull(fingerprint, "fingerprint");
      certificates = List.copyOf(certificates);
    }

    /** Without an OCSP response. */
    public KeyPair(
        SecretBytes chain,
        SecretBytes privateKey,
        List<CertificateInfo> certificates,
        String fingerprint) {
      this(chain, privateKey, certificates, Optional.empty(), fingerprint);
    }
  }

  /**
   * CAs that clients' certificates are verified with.
   *
   * @param bundle PEM
   * @param certificates at least one
   * @param revocationLists PEM, beside those in the bundle itself
   * @param revocations what may be told of all the lists
   */
  record CaBundle(
      SecretBytes bundle,
      List<CertificateInfo> certificates,
      Optional<SecretBytes> revocationLists,
      List<RevocationInfo> revocations,
      String fingerprint)
      implements Content {
    public CaBundle {
      Objects.requireNonNull(bundle, "bundle");
      Objects.requireNonNull(revocationLists, "revocationLists");
      revocations = List.copyOf(revocations);
      Objects.requireNonNull(fingerprint, "fingerprint");
      certificates = List.copyOf(certificates);
    }

    /** Without revocation lists. */
    public CaBundle(SecretBytes bundle, List<CertificateInfo> certificates, String fingerprint) {
      this(bundle, certificates, Optional.empty(), List.of(), fingerprint);
    }
  }

  /**
   * Files of the proxy, which Envoy reads, and reads again when they change.
   *
   * @param half what is in them
   * @param paths certificate and key, or CA bundle and, where there is one, revocation lists
   */
  record Files(Half half, List<String> paths) implements Content {
    public Files {
      Objects.requireNonNull(half, "half");
      paths = List.copyOf(paths);
    }

    /** Of the paths: what is in the files is not known here. */
    @Override
    public String fingerprint() {
      return CertificateInfoReader.sha256(
          ProxyFiles.name(half, paths).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<CertificateInfo> certificates() {
      return List.of();
    }
  }
}
