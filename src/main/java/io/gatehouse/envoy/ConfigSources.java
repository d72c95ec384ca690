package io.gatehouse.envoy;

import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;

/** Where Envoy gets what a resource names. */
final class ConfigSources {

  /**
   * The stream that the resource itself came over: the one source of everything nested.
   *
   * <p>Its bytes must never change, not even between releases: Envoy keys a secret's subscription
   * by the secret's name and these bytes, and a chain that changes them under a live secret may
   * serve without a certificate (envoyproxy/envoy issue 47309). Hence no {@code
   * initial_fetch_timeout} either.
   */
  static final ConfigSource ADS =
      ConfigSource.newBuilder()
          .setAds(AggregatedConfigSource.getDefaultInstance())
          .setResourceApiVersion(ApiVersion.V3)
          .build();

  private ConfigSources() {}
}
