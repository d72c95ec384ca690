package io.gatehouse.translate.common;

import java.util.Objects;

/**
 * What an operator decides about translation.
 *
 * @param clusterDomain completes short Service names, {@code cluster.local} by default
 * @param allowLocalEndpoints whether endpoints may be loopback or link-local addresses (files
 *     source)
 * @param http3 whether TLS ports have a UDP port beside them
 */
public record TranslationOptions(String clusterDomain, boolean allowLocalEndpoints, boolean http3) {

  public TranslationOptions {
    Objects.requireNonNull(clusterDomain, "clusterDomain");
  }

  /** Without HTTP/3. */
  public TranslationOptions(String clusterDomain, boolean allowLocalEndpoints) {
    this(clusterDomain, allowLocalEndpoints, false);
  }
}
