package io.gatehouse.translate.common;

import java.util.Objects;

/**
 * What an operator decides about translation.
 *
 * @param clusterDomain completes short Service names, {@code cluster.local} by default
 * @param allowLocalEndpoints whether endpoints may be loopback or link-local addresses (files
 *     source)
 */
public record TranslationOptions(String clusterDomain, boolean allowLocalEndpoints) {

  public TranslationOptions {
    Objects.requireNonNull(clusterDomain, "clusterDomain");
  }
}
