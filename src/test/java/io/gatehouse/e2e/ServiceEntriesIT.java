package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.eventuallyAsserted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.e2e.Manifests.Server;
import io.gatehouse.testing.EchoServer;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.HttpProbe.Answer;
import io.gatehouse.testing.ProtocolServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests go to what a destination's host means, whoever says so. */
class ServiceEntriesIT {

  private static final String ENTRY =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {namespace: default, name: %1$s}
      spec:
        hosts: [%2$s]
        resolution: %3$s
        ports: [{number: 80, name: http, protocol: %4$s, targetPort: %5$d}]
      """;

  private static final String WORKLOAD =
      """
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata: {namespace: default, name: %s}
      spec: {address: 127.0.0.1, ports: {http: %d}, labels: {app: %s}}
      """;

  @TempDir static Path directory;

  private static final int PORT = FreePorts.next();
  private static Installation installation;
  private static EnvoyProcess envoy;
  private static EchoServer one;
  private static EchoServer other;
  private static ProtocolServer protocols;

  @BeforeAll
  static void start() throws IOException {
    one = EchoServer.start("one");
    other = EchoServer.start("other");
    protocols = ProtocolServer.start(Files.createDirectory(directory.resolve("tomcat")));
    installation = Installation.start(directory, Map.of());
    envoy = installation.startEnvoy();
    installation
        .manifests()
        .put(
            "gateway", Manifests.gateway("default/web", Manifests.INGRESS, Server.http(PORT), "*"));
  }

  @AfterAll
  static void stop() {
    assertThat(envoy.refusals()).isEmpty();
    installation.close();
    protocols.close();
    other.close();
    one.close();
  }

  @Test
  void endpoints_share_requests_by_weight() throws IOException {
    put(
        "weighted",
        entry("weighted", "STATIC", "HTTP", one.port())
            + """
              endpoints:
              - {address: 127.0.0.1, weight: 3}
              - {address: 127.0.0.1, ports: {http: %d}}
            """
                .formatted(other.port()));
    eventually(() -> status("weighted") == 200);

    int requests = 200;
    int answeredByOne = 0;
    try (Socket connection = HttpProbe.plain(PORT).connect(host("weighted"))) {
      for (int i = 0; i < requests; i++) {
        Answer answer = HttpProbe.get(connection, host("weighted"), "/");
        answeredByOne += answer.header("x-from-upstream").equals("one") ? 1 : 0;
      }
    }

    double sigma = Math.sqrt(requests * 0.75 * 0.25);
    assertThat((double) answeredByOne).isCloseTo(requests * 0.75, within(3 * sigma));
  }

  @Test
  void names_are_looked_up() {
    put("itself.localhost", entry("itself.localhost", "DNS", "HTTP", one.port()));
    put(
        "named",
        entry("named", "DNS", "HTTP", one.port())
            + "  endpoints: [{address: named.localhost, ports: {http: %d}}]\n"
                .formatted(other.port()));
    put("logical.localhost", entry("logical.localhost", "DNS_ROUND_ROBIN", "HTTP", one.port()));

    eventually(() -> upstream("itself.localhost").equals("one"));
    eventually(() -> upstream("named").equals("other"));
    eventually(() -> upstream("logical.localhost").equals("one"));
  }

  @Test
  void an_external_name_is_looked_up() {
    put(
        "external",
        """
        apiVersion: v1
        kind: Service
        metadata: {namespace: default, name: external}
        spec: {type: ExternalName, externalName: external.localhost}
        """,
        "external.default.svc.cluster.local",
        other.port());

    eventually(() -> upstream("external").equals("other"));
  }

  @Test
  void requests_follow_the_labels_of_workloads() {
    put("vms", entry("vms", "STATIC", "HTTP", 1) + "  workloadSelector: {labels: {app: vms}}\n");
    installation.manifests().put("vm-1", WORKLOAD.formatted("vm-1", one.port(), "vms"));
    installation.manifests().put("vm-2", WORKLOAD.formatted("vm-2", other.port(), "idle"));
    eventually(() -> upstream("vms").equals("one"));

    installation.manifests().put("vm-2", WORKLOAD.formatted("vm-2", other.port(), "vms"));
    installation.manifests().put("vm-1", WORKLOAD.formatted("vm-1", one.port(), "idle"));
    eventually(() -> upstream("vms").equals("other"));

    installation.manifests().put("vm-2", WORKLOAD.formatted("vm-2", other.port(), "idle"));
    eventually(() -> status("vms") == 503);
  }

  @Test
  void requests_go_to_pods_that_are_ready() {
    put(
        "pods",
        entry("pods", "STATIC", "HTTP", one.port())
            + "  workloadSelector: {labels: {app: pods}}\n");
    putPod("False");
    eventually(() -> status("pods") == 503);

    putPod("True");
    eventually(() -> upstream("pods").equals("one"));
  }

  private static void putPod(String ready) {
    installation
        .manifests()
        .put(
            "pod",
            """
            apiVersion: v1
            kind: Pod
            metadata: {namespace: default, name: pod, labels: {app: pods}}
            spec: {containers: [{name: app, image: app}]}
            status:
              podIP: 127.0.0.1
              conditions: [{type: Ready, status: "%s"}]
            """
                .formatted(ready));
  }

  @Test
  void ports_say_which_protocol_is_spoken() {
    put(
        "speaks-http",
        entry("speaks-http", "STATIC", "HTTP", protocols.port())
            + "  endpoints: [{address: 127.0.0.1}]\n");
    put(
        "speaks-grpc",
        entry("speaks-grpc", "STATIC", "GRPC", protocols.port())
            + "  endpoints: [{address: 127.0.0.1}]\n");
    put(
        "service",
        Manifests.upstream(protocols.port())
            .replace("upstream", "service")
            .replace("name: http", "name: http2-web"),
        "service.default.svc.cluster.local",
        80);

    eventuallyAsserted(() -> assertThat(get("speaks-http").body()).isEqualTo("HTTP/1.1"));
    eventuallyAsserted(() -> assertThat(get("speaks-grpc").body()).isEqualTo("HTTP/2.0"));
    eventuallyAsserted(() -> assertThat(get("service").body()).isEqualTo("HTTP/2.0"));
  }

  @Test
  void a_host_may_change_how_it_is_found_while_it_is_asked_for() throws IOException {
    String known =
        entry("moving", "STATIC", "HTTP", one.port()) + "  endpoints: [{address: 127.0.0.1}]\n";
    String lookedUp =
        entry("moving", "DNS", "HTTP", other.port()) + "  endpoints: [{address: a.localhost}]\n";
    put("moving", known);
    eventually(() -> upstream("moving").equals("one"));

    try (Visitor visitor = Visitor.staying(HttpProbe.plain(PORT), host("moving"))) {
      for (int turn = 0; turn < 3; turn++) {
        put("moving", lookedUp);
        eventually(() -> upstream("moving").equals("other"));
        put("moving", known);
        eventually(() -> upstream("moving").equals("one"));
      }
      visitor.assertUndisturbed();
    }
    assertThat(installation.api("findings").toString()).doesNotContain("cluster-not-acknowledged");
  }

  /**
   * {@code <name>.example.com}, whose requests go to port 80 of the host that {@code entry} has.
   */
  private static void put(String name, String entry) {
    String host = name.contains(".") ? name : name + ".example.org";
    put(name.replace(".localhost", ""), entry, host, 80);
  }

  private static void put(String name, String owner, String host, int port) {
    installation
        .manifests()
        .put(
            name,
            owner,
            Manifests.routes("default/" + name, host(name), "uri: {prefix: /}")
                .replace("gateways: [default/" + name + "]", "gateways: [default/web]")
                .replace("upstream.default.svc.cluster.local", host)
                .replace("port: {number: 80}", "port: {number: " + port + "}"));
  }

  private static String entry(String name, String resolution, String protocol, int target) {
    String host = name.contains(".") ? name : name + ".example.org";
    return ENTRY.formatted(name, host, resolution, protocol, target);
  }

  private static String host(String name) {
    return Installation.host(name.replace(".localhost", ""));
  }

  private static Answer get(String name) throws IOException {
    return HttpProbe.plain(PORT).get(host(name), "/");
  }

  private static int status(String name) throws IOException {
    return get(name).status();
  }

  private static String upstream(String name) throws IOException {
    return get(name).header("x-from-upstream");
  }
}
