package io.gatehouse.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Route;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.pipeline.Pipeline;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.status.Board;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.LogCapture;
import io.gatehouse.view.ObjectEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects of golden cases, damaged at random, go the whole way to a real Envoy: nothing throws,
 * Envoy refuses nothing, a neighbour on the same ports stays served, and what is not honoured has a
 * finding. What fails is kept in {@code src/test/resources/mutations} and tried first from then on.
 */
class MutationsIT {

  /** Of each kind: two minutes in all. {@code -Dmutations=1000} takes a quarter of an hour. */
  private static final int MUTATIONS = Integer.getInteger("mutations", 150);

  /** The same on every machine; {@code -Dgatehouse.fuzz.seed=…} for others. */
  private static final long SEED = 20_261_125;

  private static final int MOST_FAILURES = 10;

  private static final List<List<ObjectNode>> CASES = World.cases();

  @TempDir static Path directory;

  private static ServedPipeline gatehouse;
  private static EnvoyProcess envoy;
  private static LogCapture log;
  private static Set<ObjectKey> present = new HashSet<>();

  @BeforeAll
  static void start() throws Exception {
    log = new LogCapture(Pipeline.class, Level.ERROR);
    gatehouse = new ServedPipeline();
    envoy =
        EnvoyProcess.of(directory, gatehouse.port())
            .gateway(ServedPipeline.NAMESPACE, ServedPipeline.LABELS)
            .start();
    Neighbour.events().forEach(event -> assertThat(event).isInstanceOf(ObjectEvent.Upserted.class));
    gatehouse.change(Neighbour.events());
    assertThat(Neighbour.status()).isEqualTo(Neighbour.SERVED);
  }

  @AfterAll
  static void stop() {
    envoy.close();
    gatehouse.close();
    log.close();
  }

  @Test
  void what_once_failed_costs_only_itself() throws Exception {
    for (Map.Entry<String, World> failure : World.failures().entrySet()) {
      try {
        check(failure.getValue());
      } catch (AssertionError e) {
        throw new AssertionError(failure.getKey() + ": " + e.getMessage(), e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Gateway",
        "VirtualService",
        "DestinationRule",
        "ServiceEntry",
        "WorkloadEntry",
        "Secret",
        "ConfigMap",
        "Service",
        "EndpointSlice",
        "Pod",
        "AuthorizationPolicy"
      })
  void a_damaged_object_costs_only_itself(String kind, TestReporter reporter) throws Exception {
    long seed = Long.getLong("gatehouse.fuzz.seed", SEED);
    reporter.publishEntry("gatehouse.fuzz.seed", Long.toString(seed));
    Random random = new Random(seed);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < MUTATIONS && failures.size() < MOST_FAILURES; i++) {
      World world = World.damaged(kind, CASES, random);
      try {
        check(world);
      } catch (AssertionError | IOException | RuntimeException e) {
        failures.add(world.keep(kind.toLowerCase() + "-" + seed + "-" + i) + ": " + e);
      }
    }
    assertThat(failures).as("-Dgatehouse.fuzz.seed=" + seed).isEmpty();
    assertThat(envoy.refusals()).isEmpty();
  }

  private static void check(World world) throws Exception {
    Map<ObjectKey, Parsed> parsed = world.parsed();
    parsed.keySet().removeAll(Neighbour.keys());
    List<ObjectEvent> events = new ArrayList<>();
    present.stream()
        .filter(key -> !parsed.containsKey(key))
        .forEach(key -> events.add(new ObjectEvent.Removed(key)));
    parsed.values().forEach(read -> events.add(ObjectEvent.of(read)));
    present = new HashSet<>(parsed.keySet());
    Board board = gatehouse.change(events);
    assertThat(log.lines()).as("exceptions").isEmpty();
    assertThat(Neighbour.status()).as("the neighbour").isEqualTo(Neighbour.SERVED);
    world.readOfDamaged().ifPresent(read -> assertNothingIsSilent(read, board));
  }

  /** A Gateway or VirtualService of which nothing is served has a finding, or its Gateways have. */
  private static void assertNothingIsSilent(Parsed read, Board board) {
    if (!read.findings().isEmpty() || read.resource().isEmpty()) {
      return;
    }
    Set<Origin> said =
        board.findings().stream()
            .map(finding -> finding.origin().object())
            .collect(Collectors.toSet());
    Resource resource = read.resource().get();
    GatewayModel model = board.groups().get(0).model();
    boolean silent = false;
    if (resource instanceof Gateway gateway) {
      silent = !said.contains(gateway.origin()) && !isServed(gateway, model);
    } else if (resource instanceof VirtualService service && !service.gateways().isEmpty()) {
      silent =
          !said.contains(service.origin())
              && !isServed(service, model)
              && service.gateways().stream()
                  .map(name -> new ObjectKey(Kind.GATEWAY, name).origin())
                  .noneMatch(said::contains);
    }
    assertThat(silent).as("%s is not served, and nothing says so", read.key()).isFalse();
  }

  private static boolean isServed(Gateway gateway, GatewayModel model) {
    Set<String> domains =
        virtualHosts(model).flatMap(host -> host.domains().stream()).collect(Collectors.toSet());
    return gateway.servers().stream()
            .flatMap(server -> server.hosts().stream())
            .anyMatch(host -> domains.contains(host.host()))
        || model.listeners().stream()
            .flatMap(listener -> listener.filterChains().stream())
            .anyMatch(chain -> chain.origin().object().equals(gateway.origin()));
  }

  private static boolean isServed(VirtualService service, GatewayModel model) {
    Stream<Origin> ofRequests =
        virtualHosts(model)
            .flatMap(
                host ->
                    Stream.concat(
                        Stream.of(host.origin()), host.routes().stream().map(Route::origin)));
    Stream<Origin> ofConnections =
        model.listeners().stream()
            .flatMap(listener -> listener.filterChains().stream())
            .flatMap(chain -> chain.tcp().stream())
            .map(Handling.Tcp::origin);
    return Stream.concat(ofRequests, ofConnections)
        .anyMatch(origin -> origin.object().equals(service.origin()));
  }

  private static Stream<VirtualHost> virtualHosts(GatewayModel model) {
    return model.routeConfigurations().stream()
        .flatMap(configuration -> configuration.virtualHosts().stream());
  }
}
