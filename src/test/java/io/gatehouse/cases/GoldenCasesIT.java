package io.gatehouse.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Envoy takes what comes of each case, and nothing but that. */
@ParameterizedClass
@ValueSource(strings = {"1.36.4", "1.40.0"})
class GoldenCasesIT {

  @Parameter String version;

  @TempDir static Path directory;

  private static CaseServer server;
  private static EnvoyProcess envoy;

  @BeforeParameterizedClassInvocation
  static void start(String version) {
    server = new CaseServer();
    envoy = EnvoyProcess.start(version, directory.resolve(version), server.port());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    envoy.close();
    server.close();
  }

  static Stream<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isInUseByARealEnvoy(GoldenCase behaviour) {
    Snapshot snapshot = WireForm.of(WholeWay.of(Manifests.parse(behaviour.input())));
    Map<String, Long> refusals = envoy.refusals();
    List<String> warnings = envoy.warnings();

    server.serve(snapshot);

    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> assertThat(server.refused()).as("refused of: %s", behaviour).isEmpty())
        .untilAsserted(
            () ->
                assertThat(server.acknowledged())
                    .as("in use of: %s", behaviour)
                    .isEqualTo(versions(snapshot)));
    assertThat(envoy.refusals()).as("refusals of: %s", behaviour).isEqualTo(refusals);
    assertThat(envoy.warnings()).as("warnings of: %s", behaviour).isEqualTo(warnings);
    assertThat(envoy.stat("listener_manager.total_listeners_warming"))
        .as("warming of: %s", behaviour)
        .isZero();
    assertThat(envoy.stat("listener_manager.total_listeners_active"))
        .as("listeners of: %s", behaviour)
        .isEqualTo(snapshot.of(XdsType.LISTENER).size());
  }

  private static Map<XdsType, Map<String, String>> versions(Snapshot snapshot) {
    Map<XdsType, Map<String, String>> versions = new EnumMap<>(XdsType.class);
    snapshot
        .resources()
        .forEach(
            (type, byName) ->
                versions.put(
                    type,
                    byName.values().stream()
                        .collect(Collectors.toMap(XdsResource::name, XdsResource::version))));
    return versions;
  }
}
