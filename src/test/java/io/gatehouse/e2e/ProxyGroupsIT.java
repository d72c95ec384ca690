package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatehouse.e2e.Manifests.Server;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.KeyType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Envoys of several namespaces, labels, releases and protocols at once; each gets its own. */
class ProxyGroupsIT {

  /** All ask for this credential, and each namespace has one of its own. */
  private static final String CREDENTIAL = "shared-name";

  /** One gateway each. */
  private enum Gateway {
    PUBLIC("istio-system", 11, "1.40.0", "DELTA_GRPC"),
    PARTNERS("istio-system", 11, "1.40.0", "GRPC"),
    TEAM("team", 22, "1.36.4", "DELTA_GRPC"),
    OTHER_TEAM("other-team", 33, "1.36.4", "GRPC");

    private final String namespace;
    private final long serial;
    private final String envoy;
    private final String api;
    private final int port = FreePorts.next();

    Gateway(String namespace, long serial, String envoy, String api) {
      this.namespace = namespace;
      this.serial = serial;
      this.envoy = envoy;
      this.api = api;
    }

    private String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private int status(String host) throws IOException {
      return HttpProbe.tls(port, Installation.CA).get(host(host), "/").status();
    }

    private long serial() throws IOException {
      return Installation.serial(HttpProbe.tls(port, Installation.CA), id());
    }

    private EnvoyProcess.Launch launch(EnvoyProcess.Launch launch) {
      return launch.version(envoy).api(api).gateway(namespace, Map.of("istio", id()));
    }
  }

  @TempDir static Path directory;
  private static Installation installation;
  private static final Map<Gateway, EnvoyProcess> ENVOYS = new EnumMap<>(Gateway.class);

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start(directory, Map.of());
    putSecret("istio-system", 11);
    putSecret("team", 22);
    putSecret("other-team", 33);
    for (Gateway gateway : Gateway.values()) {
      putHost(gateway, gateway.id());
      ENVOYS.put(gateway, installation.startEnvoy(gateway.id(), gateway::launch));
    }
    for (Gateway gateway : Gateway.values()) {
      eventually(() -> gateway.status(gateway.id()) == 200);
    }
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @ParameterizedTest
  @EnumSource
  void each_envoy_has_its_own_and_nothing_else(Gateway gateway) throws IOException {
    assertThat(gateway.serial()).isEqualTo(gateway.serial);
    assertThat(names(gateway, "dynamic_listeners", "/name"))
        .containsExactly("0.0.0.0_" + gateway.port);
    assertThat(names(gateway, "dynamic_active_secrets", "/name")).containsExactly(CREDENTIAL);
    assertThat(names(gateway, "dynamic_route_configs", "/route_config/name"))
        .allMatch(name -> name.contains("." + gateway.id()))
        .isNotEmpty();
    assertThat(names(gateway, "dynamic_active_clusters", "/cluster/name"))
        .containsExactly("outbound|80||upstream.default.svc.cluster.local");
    assertThat(ENVOYS.get(gateway).refusals()).isEmpty();
  }

  @Test
  void every_envoy_is_told_of() {
    assertThat(installation.api("proxies"))
        .extracting(
            proxy -> proxy.path("id").asString(),
            proxy -> proxy.path("namespace").asString(),
            proxy -> proxy.path("version").asString())
        .containsExactlyInAnyOrder(
            Stream.of(Gateway.values())
                .map(gateway -> tuple(gateway.id(), gateway.namespace, gateway.envoy))
                .toArray(Tuple[]::new));
  }

  @Test
  void a_new_host_is_no_news_to_the_envoys_of_other_gateways() {
    Map<Gateway, Long> before = listenerUpdates();
    for (Gateway gateway : Gateway.values()) {
      String host = gateway.id() + "-new";
      putHost(gateway, host);
      eventually(() -> gateway.status(host) == 200);
    }
    before.replaceAll((gateway, updates) -> updates + 1);
    assertThat(listenerUpdates()).isEqualTo(before);
  }

  @Test
  void a_new_certificate_goes_to_all_envoys_of_its_namespace_and_to_no_other() throws IOException {
    putSecret("istio-system", 12);
    eventually(() -> Gateway.PUBLIC.serial() == 12 && Gateway.PARTNERS.serial() == 12);
    assertThat(Gateway.TEAM.serial()).isEqualTo(22);
    assertThat(Gateway.OTHER_TEAM.serial()).isEqualTo(33);
    putSecret("istio-system", 11);
    eventually(() -> Gateway.PUBLIC.serial() == 11 && Gateway.PARTNERS.serial() == 11);
  }

  private static void putSecret(String namespace, long serial) {
    installation
        .manifests()
        .put(
            "secret-" + namespace,
            Manifests.keyPair(
                namespace + "/" + CREDENTIAL,
                Certificates.leaf("*.example.com")
                    .issuedBy(Installation.CA)
                    .key(KeyType.ec("P-256"))
                    .serial(serial)
                    .issue()));
  }

  private static void putHost(Gateway gateway, String name) {
    installation
        .manifests()
        .put(
            name,
            Manifests.site(
                "default/" + name,
                "istio: " + gateway.id(),
                Server.simple(gateway.port, CREDENTIAL),
                host(name)));
  }

  private static Map<Gateway, Long> listenerUpdates() {
    Map<Gateway, Long> updates = new EnumMap<>(Gateway.class);
    ENVOYS.forEach(
        (gateway, envoy) ->
            updates.put(gateway, envoy.stat("listener_manager.lds.update_success")));
    return updates;
  }

  /** What Envoy says it has of a kind of resources. */
  private static Set<String> names(Gateway gateway, String resource, String pointer) {
    JsonNode dump =
        JsonMapper.shared()
            .readTree(ENVOYS.get(gateway).admin("/config_dump?resource=" + resource));
    return dump.path("configs")
        .valueStream()
        .map(config -> config.at(pointer).asString())
        .collect(Collectors.toSet());
  }
}
