package io.gatehouse.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.testing.EnvoyMessages;
import io.gatehouse.testing.Objects;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenerEncoderTest {

  private static final Origin ORIGIN = Origin.of("Gateway", "default", "test");

  @Test
  void nothingButTheChainsDependsOnTheChains() {
    var one = encode(chain("one", Optional.empty()));
    var two = encode(chain("one", Optional.empty()), chain("two", Optional.of("ca")));

    assertThat(one.toBuilder().clearFilterChains().build())
        .isEqualTo(two.toBuilder().clearFilterChains().build());
    assertThat(one.getFilterChains(0)).isEqualTo(two.getFilterChains(0));
  }

  @Test
  void connectionManagersOfTwoChainsDifferInTheirRoutesOnly() throws Exception {
    var listener = encode(chain("one", Optional.empty()), chain("two", Optional.empty()));
    HttpConnectionManager one = manager(listener, 0);
    HttpConnectionManager two = manager(listener, 1);

    assertThat(one).isNotEqualTo(two);
    assertThat(withRoute(one, "any")).isEqualTo(withRoute(two, "any"));
  }

  @Test
  void everySecretComesFromTheOneSource() throws Exception {
    var listener = encode(chain("mutual", Optional.of("credential-cacert")));
    DownstreamTlsContext tls =
        listener
            .getFilterChains(0)
            .getTransportSocket()
            .getTypedConfig()
            .unpack(DownstreamTlsContext.class);

    SdsSecretConfig certificate = tls.getCommonTlsContext().getTlsCertificateSdsSecretConfigs(0);
    SdsSecretConfig ca = tls.getCommonTlsContext().getValidationContextSdsSecretConfig();
    assertThat(certificate.getName()).isEqualTo("credential");
    assertThat(ca.getName()).isEqualTo("credential-cacert");
    assertThat(List.of(certificate.getSdsConfig(), ca.getSdsConfig()))
        .containsOnly(ConfigSources.ADS);
  }

  @Test
  void aChainWithoutCaRequiresNoCertificateAndOneWithItDoes() throws Exception {
    var listener = encode(chain("one", Optional.empty()), chain("two", Optional.of("ca")));

    assertThat(requiresCertificate(listener, 0)).isFalse();
    assertThat(requiresCertificate(listener, 1)).isTrue();
  }

  private static io.envoyproxy.envoy.config.listener.v3.Listener encode(FilterChain... chains) {
    return EnvoyMessages.listener(
        new Listener("0.0.0.0_8443", List.of("0.0.0.0"), 8443, true, List.of(chains), ORIGIN));
  }

  private static FilterChain chain(String name, Optional<String> ca) {
    return new FilterChain(
        name,
        List.of(name + ".example.com"),
        Optional.of(Objects.termination("credential", ca)),
        new Handling.Http("https." + name, false),
        ORIGIN);
  }

  private static boolean requiresCertificate(
      io.envoyproxy.envoy.config.listener.v3.Listener listener, int chain)
      throws InvalidProtocolBufferException {
    return listener
        .getFilterChains(chain)
        .getTransportSocket()
        .getTypedConfig()
        .unpack(DownstreamTlsContext.class)
        .getRequireClientCertificate()
        .getValue();
  }

  private static HttpConnectionManager manager(
      io.envoyproxy.envoy.config.listener.v3.Listener listener, int chain)
      throws InvalidProtocolBufferException {
    return listener
        .getFilterChains(chain)
        .getFilters(0)
        .getTypedConfig()
        .unpack(HttpConnectionManager.class);
  }

  private static HttpConnectionManager withRoute(HttpConnectionManager manager, String name) {
    Rds rds = manager.getRds().toBuilder().setRouteConfigName(name).build();
    return manager.toBuilder().setRds(rds).build();
  }
}
