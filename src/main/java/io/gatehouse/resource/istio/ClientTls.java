package io.gatehouse.resource.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.istio.Gateway.FilePair;
import java.util.List;
import java.util.Optional;

/** How connections to a host are secured. */
public sealed interface ClientTls {

  /** Not at all. */
  record Disabled() implements ClientTls {}

  /** Asked for in a way that cannot be honoured: nothing may be sent. That has been reported. */
  record Unusable() implements ClientTls {}

  /**
   * By TLS.
   *
   * @param origin where it is said
   * @param mutual whether a certificate of the proxy's own is shown
   * @param credentialName a Secret in the namespace of the proxy with the CA, and for {@code
   *     mutual} certificate and key
   * @param files certificate and key in the proxy's file system; present exactly for {@code mutual}
   *     without {@code credentialName}
   * @param caCertificates path in the proxy's file system; empty for the system's CAs, where there
   *     is no {@code credentialName}
   * @param caCrl path of a revocation list
   * @param sni empty for the request's host
   * @param subjectAltNames one of which the server's certificate has to have; empty for the
   *     request's host, where {@code sni} is empty too
   * @param insecureSkipVerify whether the server's certificate is not verified at all
   */
  record Originated(
      Origin origin,
      boolean mutual,
      Optional<String> credentialName,
      Optional<FilePair> files,
      Optional<String> caCertificates,
      Optional<String> caCrl,
      Optional<String> sni,
      List<String> subjectAltNames,
      boolean insecureSkipVerify)
      implements ClientTls {
    public Originated {
      subjectAltNames = List.copyOf(subjectAltNames);
    }
  }
}
