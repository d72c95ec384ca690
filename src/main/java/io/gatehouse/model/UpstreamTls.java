package io.gatehouse.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How connections to endpoints are secured.
 *
 * @param certificate what endpoints are shown; empty for nothing
 * @param verification of the endpoint's certificate
 * @param subjectAltNames one of which that has to have; empty for any
 * @param sni empty for the request's host, which the certificate then has to be for, where there
 *     are no {@code subjectAltNames} and it is verified
 */
public record UpstreamTls(
    Optional<Certificate> certificate,
    Verification verification,
    List<String> subjectAltNames,
    Optional<String> sni) {

  public UpstreamTls {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(verification, "verification");
    Objects.requireNonNull(sni, "sni");
    subjectAltNames = List.copyOf(subjectAltNames);
  }

  /** The proxy's own certificate and key. */
  public sealed interface Certificate {

    /** An SDS resource. */
    record Named(String credential) implements Certificate {}

    /** Paths in the proxy's file system. */
    record Files(String chain, String privateKey) implements Certificate {}
  }

  /** What an endpoint's certificate is verified with. */
  public sealed interface Verification {

    /** An SDS resource. */
    record Named(String credential) implements Verification {}

    /** Paths in the proxy's file system. */
    record Files(String ca, Optional<String> crl) implements Verification {}

    /** Any certificate will do. */
    record None() implements Verification {}
  }
}
