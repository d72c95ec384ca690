package io.gatehouse.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How connections to endpoints are secured; credentials are names of SDS resources.
 *
 * @param certificate what endpoints are shown; empty for nothing
 * @param ca what an endpoint's certificate is verified with; empty where any will do
 * @param subjectAltNames one of which that has to have; empty for any
 * @param sni empty for the request's host, which the certificate then has to be for, where there
 *     are no {@code subjectAltNames} and it is verified
 */
public record UpstreamTls(
    Optional<String> certificate,
    Optional<String> ca,
    List<String> subjectAltNames,
    Optional<String> sni) {

  public UpstreamTls {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(ca, "ca");
    Objects.requireNonNull(sni, "sni");
    subjectAltNames = List.copyOf(subjectAltNames);
  }
}
