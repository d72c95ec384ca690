package io.gatehouse.xds;

import static io.gatehouse.xds.EnvoyMessages.clusterRoute;
import static io.gatehouse.xds.EnvoyMessages.endpoints;
import static io.gatehouse.xds.EnvoyMessages.resource;
import static io.gatehouse.xds.TestHosts.certificate;
import static io.gatehouse.xds.TestHosts.chain;
import static io.gatehouse.xds.TestHosts.cluster;
import static io.gatehouse.xds.TestHosts.host;
import static io.gatehouse.xds.TestHosts.refusedSecret;
import static io.gatehouse.xds.TestHosts.route;
import static io.gatehouse.xds.TestHosts.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.gatehouse.testing.EchoServer;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.Tools;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams against real Envoys, the oldest and the newest that are promised, by both protocols. */
@ParameterizedClass(name = "Envoy {0} {1}")
@CsvSource({"1.40.0, DELTA_GRPC", "1.40.0, GRPC", "1.36.4, DELTA_GRPC", "1.36.4, GRPC"})
class XdsEnvoyIT {

  /** Below the 15 s after which Envoy gives up waiting for a secret or for endpoints. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String LISTENER = "listener";

  @Parameter(0)
  String version;

  @Parameter(1)
  String api;

  @TempDir Path directory;

  private final int port = FreePorts.next();
  private ServedXds xds = new ServedXds(0, new FixedSnapshots());
  private EnvoyProcess envoy;

  @AfterEach
  void stop() {
    envoy.close();
    xds.close();
  }

  @Test
  void serves_https_and_acknowledges_all() throws IOException {
    try (EchoServer upstream = EchoServer.start("upstream")) {
      XdsResource[] all = {
        secret("a", 1),
        secret("b", 1),
        route("a"),
        resource(XdsType.ROUTE, "b", clusterRoute("b", "c"), "c"),
        cluster("c", 250),
        resource(XdsType.ENDPOINT, "c", endpoints("c", upstream.port())),
        listener(chain("a"), chain("b"))
      };
      start(all);

      eventually(() -> body("a").equals("a") && body("b").startsWith("upstream"));
      for (XdsResource resource : all) {
        eventuallyAcknowledged(resource);
      }
      assertThat(envoy.refusals()).isEmpty();
    }
  }

  @Test
  void serves_a_rotated_secret() throws IOException {
    startWithTwoHosts();

    xds.snapshots.put(secret("a", 2));
    eventually(() -> serial("a") == 2);
    assertThat(serial("b")).isOne();
    assertThat(envoy.refusals()).isEmpty();
  }

  @Test
  void a_refused_secret_costs_nothing_and_is_not_sent_again() throws IOException {
    startWithTwoHosts();
    XdsResource bad =
        resource(
            XdsType.SECRET,
            "a",
            EnvoyMessages.secret(
                "a", certificate("a", 2).certificatePem(), certificate("a", 3).keyPem()));
    xds.snapshots.put(bad);
    eventually(() -> refusals(XdsType.SECRET) == 1);

    xds.snapshots.put(secret("b", 2));
    eventually(() -> serial("b") == 2);
    assertThat(serial("a")).isOne();
    assertThat(refusals(XdsType.SECRET)).isOne();
    assertThat(xds.events.lines())
        .anyMatch(line -> line.startsWith("refused SECRET [a]") && line.endsWith(" exact"));
  }

  @Test
  void a_refused_secret_is_found_among_good_ones_which_are_served() throws IOException {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "s" + i).toList();
    List<XdsResource> all = new ArrayList<>();
    names.forEach(name -> all.addAll(List.of(secret(name, 1), route(name))));
    all.add(listener(names.stream().map(TestHosts::chain).toArray(FilterChain[]::new)));
    start(all.toArray(XdsResource[]::new));
    eventually(() -> body("s11").equals("s11"));
    xds.events.take();

    xds.snapshots.put(
        names.stream()
            .map(name -> name.equals("s5") ? refusedSecret(name, 2) : secret(name, 2))
            .toArray(XdsResource[]::new));

    for (String name : names) {
      eventually(() -> serial(name) == (name.equals("s5") ? 1 : 2));
    }
    eventually(() -> exactlyRefused(XdsType.SECRET).equals(List.of("[s5]")));
    names.stream()
        .filter(name -> !name.equals("s5"))
        .forEach(n -> eventuallyAcknowledged(xds.snapshots.get(XdsType.SECRET, n).orElseThrow()));
    assertThat(refusals(XdsType.SECRET)).as("of the batch and of the one").isEqualTo(2);

    xds.snapshots.put(secret("s5", 3));
    eventually(() -> serial("s5") == 3);
  }

  @Test
  void a_secret_that_is_refused_from_the_start_is_found_among_good_ones_which_are_served()
      throws IOException {
    start(
        secret("a", 1),
        refusedSecret("b", 1),
        secret("c", 1),
        refusedSecret("d", 1),
        route("a"),
        route("b"),
        route("c"),
        route("d"),
        listener(chain("a"), chain("b"), chain("c"), chain("d")));

    eventually(() -> body("a").equals("a") && body("c").equals("c"));
    eventually(() -> exactlyRefused(XdsType.SECRET).equals(List.of("[b]", "[d]")));
    xds.snapshots.put(secret("b", 2));
    eventually(() -> serial("b") == 2);
    assertThat(exactlyRefused(XdsType.SECRET)).containsExactly("[b]", "[d]");
  }

  @Test
  void an_absent_secret_does_not_keep_its_neighbour_waiting() throws IOException {
    if (isDelta()) {
      start(secret("a", 1), route("a"), route("b"), listener(chain("a"), chain("b")));
      eventually(() -> body("a").equals("a"));
      assertThat(envoy.stat("listener_manager.listener_create_success")).isOne();
      xds.snapshots.put(secret("b", 1));
      eventually(() -> body("b").equals("b"));
    } else {
      // State of the world has no word for absence: an update waits, what is in service stays.
      start(secret("a", 1), route("a"), route("b"), listener(chain("a")));
      eventually(() -> body("a").equals("a"));
      xds.snapshots.put(listener(chain("a"), chain("b")));
      eventually(() -> envoy.stat("listener_manager.total_listeners_warming") == 1);
      assertThat(body("a")).isEqualTo("a");
      xds.snapshots.put(secret("b", 1));
      eventually(() -> body("b").equals("b"));
    }
  }

  @Test
  void a_secret_that_is_held_after_a_restart_goes_on_serving_through_listener_updates()
      throws IOException {
    startWithTwoHosts();
    xds.close();
    xds = new ServedXds(xds.port(), new FixedSnapshots());
    xds.snapshots.onHold(
        names -> {
          xds.snapshots.hold("a");
          xds.snapshots.put(listener(chain("a"), chain("b"), chain("c")));
        });
    xds.snapshots.put(
        secret("b", 1),
        secret("c", 1),
        route("a"),
        route("b"),
        route("c"),
        listener(chain("b"), chain("c")));

    eventually(() -> body("c").equals("c"));
    assertThat(xds.snapshots.holds()).hasSize(1);
    assertThat(xds.snapshots.holds().get(0)).containsExactlyInAnyOrder("a", "b");
    assertThat(body("a")).isEqualTo("a");
    assertThat(envoy.stat("listener_manager.listener_in_place_updated")).isOne();

    xds.snapshots.put(listener(chain("a", "a", "c"), chain("b"), chain("c")));
    eventually(() -> body("a").equals("c"));
    assertThat(serial("a")).isOne();
    xds.snapshots.put(secret("a", 2));
    eventually(() -> serial("a") == 2);
    assertThat(envoy.refusals()).isEmpty();
  }

  @Test
  void a_restart_without_changes_sends_nothing_that_matters() throws IOException {
    startWithTwoHosts();
    FixedSnapshots snapshots = xds.snapshots;
    xds.close();
    xds = new ServedXds(xds.port(), snapshots);
    eventuallyAcknowledged(snapshots.get(XdsType.LISTENER, LISTENER).orElseThrow());
    eventuallyAcknowledged(snapshots.get(XdsType.SECRET, "a").orElseThrow());

    assertThat(body("a")).isEqualTo("a");
    assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
    if (isDelta()) {
      assertThat(xds.events.lines()).noneMatch(line -> line.startsWith("sent LISTENER [l"));
      assertThat(xds.events.lines()).noneMatch(line -> line.startsWith("sent SECRET"));
    }
  }

  @Test
  void what_left_while_the_control_plane_was_away_leaves_the_envoy() throws IOException {
    startWithTwoHosts(
        cluster("ghost", 250), resource(XdsType.ENDPOINT, "ghost", endpoints("ghost", 1)));
    eventually(() -> envoy.admin("/clusters").contains("ghost"));
    xds.close();
    xds = new ServedXds(xds.port(), new FixedSnapshots());
    xds.snapshots.put(secret("a", 1), route("a"), listener(chain("a")));

    eventually(() -> !envoy.admin("/clusters").contains("ghost"));
    eventually(() -> envoy.stat("listener_manager.listener_in_place_updated") == 1);
    assertThat(body("a")).isEqualTo("a");
  }

  @Test
  void a_hundred_new_hosts_disturb_no_connection() throws IOException {
    startWithTwoHosts();
    try (Socket idle = HttpProbe.tls(port, TestHosts.CA).connect(host("a"))) {
      assertThat(HttpProbe.get(idle, host("a"), "/").body()).isEqualTo("a");

      List<FilterChain> chains = new ArrayList<>(List.of(chain("a"), chain("b")));
      List<XdsResource> resources = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        chains.add(chain("h" + i));
        resources.add(secret("h" + i, 1));
        resources.add(route("h" + i));
      }
      resources.add(listener(chains.toArray(FilterChain[]::new)));
      xds.snapshots.change(resources, List.of());

      eventually(() -> body("h99").equals("h99"));
      assertThat(envoy.stat("listener_manager.listener_in_place_updated")).isOne();
      assertThat(HttpProbe.get(idle, host("a"), "/").body()).isEqualTo("a");
      assertThat(envoy.refusals()).isEmpty();
    }
  }

  @Test
  void a_changed_cluster_is_warm_at_once() throws IOException {
    XdsResource changed = cluster("c", 500);
    startWithTwoHosts(cluster("c", 250), resource(XdsType.ENDPOINT, "c", endpoints("c", 1)));
    eventually(() -> envoy.admin("/clusters").contains("c::127.0.0.1:1::"));

    xds.snapshots.put(changed);
    eventuallyAcknowledged(changed);
    assertThat(envoy.stat("cluster_manager.warming_clusters")).isZero();
    assertThat(envoy.stat("cluster.c.init_fetch_timeout")).isZero();
  }

  @Test
  void a_refused_cluster_is_found_among_good_ones_which_are_used() throws IOException {
    startWithTwoHosts();
    xds.snapshots.put(
        cluster("good", 250),
        resource(XdsType.ENDPOINT, "good", endpoints("good", 1)),
        resource(XdsType.CLUSTER, "bad", EnvoyMessages.refusedCluster("bad")),
        cluster("other", 250),
        resource(XdsType.ENDPOINT, "other", endpoints("other", 1)));

    eventually(
        () ->
            xds.events.lines().stream()
                .anyMatch(l -> l.startsWith("refused CLUSTER [bad]") && l.endsWith(" exact")));
    eventuallyAcknowledged(xds.snapshots.get(XdsType.CLUSTER, "good").orElseThrow());
    eventuallyAcknowledged(xds.snapshots.get(XdsType.CLUSTER, "other").orElseThrow());
    assertThat(envoy.admin("/clusters")).contains("good::", "other::").doesNotContain("bad::");

    xds.snapshots.put(cluster("bad", 250), resource(XdsType.ENDPOINT, "bad", endpoints("bad", 1)));
    eventually(() -> envoy.admin("/clusters").contains("bad::"));
  }

  @Test
  void a_cluster_that_cannot_be_read_is_found_among_good_ones_which_are_used() throws IOException {
    start(
        cluster("good", 250),
        resource(XdsType.ENDPOINT, "good", endpoints("good", 1)),
        resource(XdsType.CLUSTER, "bad", EnvoyMessages.invalidCluster("bad")),
        secret("a", 1),
        route("a"),
        listener(chain("a")));

    eventually(
        () ->
            xds.events.lines().stream()
                .anyMatch(l -> l.startsWith("refused CLUSTER [bad]") && l.endsWith(" exact")));
    eventuallyAcknowledged(xds.snapshots.get(XdsType.CLUSTER, "good").orElseThrow());
    eventually(() -> body("a").equals("a"));
  }

  @Test
  void a_refused_listener_leaves_the_others_and_is_not_tried_again() throws IOException {
    int other = FreePorts.next();
    startWithTwoHosts();
    XdsResource bad =
        resource(
            XdsType.LISTENER,
            "bad",
            EnvoyMessages.listener("bad", other, List.of(chain("a"), chain("a"))));
    xds.snapshots.put(bad);
    eventually(() -> refusals(XdsType.LISTENER) == 1);

    xds.snapshots.put(secret("c", 1), route("c"), listener(chain("a"), chain("b"), chain("c")));
    eventually(() -> body("c").equals("c"));
    assertThat(body("a")).isEqualTo("a");
    assertThat(refusals(XdsType.LISTENER)).isOne();
    assertThat(envoy.refusals())
        .containsExactlyEntriesOf(Map.of("listener_manager.lds.update_rejected", 1L));
  }

  @Test
  void a_cluster_goes_only_after_the_route_that_named_it() throws IOException {
    try (EchoServer upstream = EchoServer.start("upstream")) {
      startWithTwoHosts();
      xds.snapshots.put(
          cluster("c", 250),
          resource(XdsType.ENDPOINT, "c", endpoints("c", upstream.port())),
          resource(XdsType.ROUTE, "a", clusterRoute("a", "c"), "c"));
      eventually(() -> body("a").startsWith("upstream"));
      xds.events.take();

      xds.snapshots.change(
          List.of(route("a")),
          List.of(
              cluster("c", 250), resource(XdsType.ENDPOINT, "c", endpoints("c", upstream.port()))));
      eventually(() -> !envoy.admin("/clusters").contains("c::"));
      List<String> lines = xds.events.lines();
      int route = indexOf(lines, "acknowledged ROUTE {a=");
      int removal = indexOf(lines, "sent CLUSTER [] -[c]");
      assertThat(route).isNotNegative().isLessThan(removal);
    }
  }

  private void startWithTwoHosts(XdsResource... more) {
    List<XdsResource> all =
        new ArrayList<>(
            List.of(
                secret("a", 1),
                secret("b", 1),
                route("a"),
                route("b"),
                listener(chain("a"), chain("b"))));
    all.addAll(List.of(more));
    start(all.toArray(XdsResource[]::new));
    eventually(() -> body("a").equals("a") && body("b").equals("b"));
  }

  private void start(XdsResource... resources) {
    xds.snapshots.put(resources);
    String binary = Tools.bring("envoy@" + version).toString();
    envoy = EnvoyProcess.start(directory, xds.port(), binary, api);
  }

  private boolean isDelta() {
    return api.equals("DELTA_GRPC");
  }

  private XdsResource listener(FilterChain... chains) {
    return resource(
        XdsType.LISTENER, LISTENER, EnvoyMessages.listener(LISTENER, port, List.of(chains)));
  }

  private String body(String name) throws IOException {
    return HttpProbe.tls(port, TestHosts.CA).get(host(name), "/").body();
  }

  private long serial(String name) throws IOException {
    try (Socket socket = HttpProbe.tls(port, TestHosts.CA).connect(host(name))) {
      X509Certificate certificate =
          (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
      return certificate.getSerialNumber().longValueExact();
    }
  }

  private long refusals(XdsType type) {
    return xds.events.lines().stream().filter(line -> line.startsWith("refused " + type)).count();
  }

  /** Those that are known to be what was meant, in order. */
  private List<String> exactlyRefused(XdsType type) {
    return xds.events.lines().stream()
        .filter(line -> line.startsWith("refused " + type) && line.endsWith(" exact"))
        .map(line -> line.split(" ")[2])
        .sorted()
        .toList();
  }

  private void eventuallyAcknowledged(XdsResource resource) {
    eventually(
        () ->
            xds.events.lines().stream()
                .filter(line -> line.startsWith("acknowledged " + resource.type() + " "))
                .anyMatch(line -> line.contains(resource.name() + "=" + resource.version())));
  }

  private static int indexOf(List<String> lines, String start) {
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).startsWith(start))
        .findFirst()
        .orElse(-1);
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(condition);
  }
}
