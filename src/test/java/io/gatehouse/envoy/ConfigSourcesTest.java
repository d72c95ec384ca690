package io.gatehouse.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ConfigSourcesTest {

  @Test
  void theSourceOfSecretsNeverChanges() {
    // {ads: {}, resource_api_version: V3}; another value here costs users their certificates.
    assertThat(HexFormat.of().formatHex(ConfigSources.ADS.toByteArray())).isEqualTo("1a003002");
  }
}
