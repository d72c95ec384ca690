package io.gatehouse.resource.core;

import java.util.Set;

/** The keys of a Secret that hold credentials, by Istio's conventions (task "Secure Gateways"). */
public final class SecretKeys {

  /** Certificate chain and key of a {@code kubernetes.io/tls} secret. */
  public static final String TLS_CERT = "tls.crt";

  public static final String TLS_KEY = "tls.key";

  /** CA bundle beside {@link #TLS_CERT}. */
  public static final String TLS_CA = "ca.crt";

  /** Certificate chain and key of a generic secret; they win where both pairs are present. */
  public static final String GENERIC_CERT = "cert";

  public static final String GENERIC_KEY = "key";

  /** CA bundle of a generic secret, or of the separate secret {@code <name>-cacert}. */
  public static final String GENERIC_CA = "cacert";

  /** Revocation lists (PEM) beside {@link #TLS_CA}. */
  public static final String TLS_CRL = "ca.crl";

  /** Revocation lists (PEM) beside {@link #GENERIC_CA}. */
  public static final String GENERIC_CRL = "crl";

  /** OCSP response (DER) for the certificate under {@link #TLS_CERT}. */
  public static final String TLS_OCSP_STAPLE = "tls.ocsp-staple";

  /** Not a credential; its presence is discouraged by the task. */
  public static final String TOKEN = "token";

  /** Keys whose bytes are kept on arrival, of a Secret. */
  public static final Set<String> KEPT =
      Set.of(
          TLS_CERT,
          TLS_KEY,
          TLS_CA,
          TLS_CRL,
          TLS_OCSP_STAPLE,
          GENERIC_CERT,
          GENERIC_KEY,
          GENERIC_CA,
          GENERIC_CRL);

  /** Those among them that say whom to trust: what is kept of a ConfigMap. */
  public static final Set<String> OF_CLIENT_CAS = Set.of(TLS_CA, TLS_CRL, GENERIC_CA, GENERIC_CRL);

  private SecretKeys() {}
}
