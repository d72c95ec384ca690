package io.gatehouse.kubernetes.informer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Severity;
import io.gatehouse.kubernetes.ApiClients;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.testing.KubeApi;
import io.gatehouse.testing.Wire;
import io.gatehouse.view.ObjectEvent;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KubernetesSourceIT {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMinutes(4),
          Duration.ofSeconds(1),
          Duration.ofMillis(200));
  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static final KubeApi KUBE = KubeApi.shared();

  private final RecordingListener heard = new RecordingListener();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void defineKinds() {
    KUBE.apply(Path.of("k8s", "crds"));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("kubernetes "));
  }

  private static String namespace() {
    String name = "source-" + NAMESPACES.incrementAndGet();
    KUBE.applyYaml("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
    return name;
  }

  private KubernetesSource follow(ApiClients clients, WatchedNamespaces namespaces) {
    try {
      KubernetesSource source = new KubernetesSource(clients, namespaces, CLOCK, PATIENCE);
      opened.add(0, source);
      source.start(heard);
      return source;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private KubernetesSource follow(String... namespaces) {
    return follow(KUBE.clients(), in(namespaces));
  }

  private static WatchedNamespaces in(String... namespaces) {
    return new WatchedNamespaces(Arrays.asList(namespaces), Arrays.asList(namespaces));
  }

  private static String service(String namespace, String name, int port) {
    return """
        ---
        {apiVersion: v1, kind: Service, metadata: {name: %s, namespace: %s},
         spec: {clusterIP: None, ports: [{name: http, port: %d}]}}
        """
        .formatted(name, namespace, port);
  }

  private static String secret(String namespace, String name, String type) {
    return """
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: %s, namespace: %s,
          annotations: {kubernetes.io/service-account.name: default}},
         type: %s, stringData: {cert: a, key: b, other: c}}
        """
        .formatted(name, namespace, type);
  }

  private static String gateway(String namespace, String name) {
    return """
        ---
        apiVersion: networking.istio.io/v1alpha3
        kind: Gateway
        metadata: {name: %s, namespace: %s}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - port: {number: 443, name: https, protocol: HTTPS}
            tls: {mode: SIMPLE, credentialName: httpbin-credential}
            hosts: [httpbin.example.com]
        """
        .formatted(name, namespace);
  }

  private static String virtualService(String namespace, String name) {
    return """
        ---
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: %s, namespace: %s}
        spec:
          hosts: [httpbin.example.com]
          gateways: [mygateway]
          http:
          - match: [{uri: {prefix: /status}}]
            route: [{destination: {host: httpbin, port: {number: 8000}}}]
        """
        .formatted(name, namespace);
  }

  private static String endpointSlice(String namespace, String name) {
    return """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %s, namespace: %s, labels: {kubernetes.io/service-name: httpbin}}
        addressType: IPv4
        endpoints: [{addresses: [10.1.2.3]}]
        ports: [{name: http, port: 8080}]
        """
        .formatted(name, namespace);
  }

  @Test
  void all_kinds_are_read_each_at_once_and_then_it_is_synced() {
    String shop = namespace();
    KUBE.applyYaml(
        gateway(shop, "mygateway")
            + virtualService(shop, "httpbin")
            + secret(shop, "httpbin-credential", "Opaque")
            + service(shop, "httpbin", 8000)
            + service(shop, "other", 8000)
            + endpointSlice(shop, "httpbin-1"));

    follow(shop);

    heard.awaitSynced();
    assertThat(heard.objects()).hasSize(6);
    assertThat(heard.batches()).hasSize(5);
    assertThat(heard.awaitObject(Kind.GATEWAY, shop, "mygateway", Gateway.class).servers())
        .hasSize(1);
    assertThat(
            heard.awaitObject(Kind.VIRTUAL_SERVICE, shop, "httpbin", VirtualService.class).http())
        .hasSize(1);
    assertThat(heard.awaitObject(Kind.SECRET, shop, "httpbin-credential", Secret.class).keyNames())
        .containsExactly("cert", "key", "other");
    assertThat(heard.awaitObject(Kind.SERVICE, shop, "httpbin", Service.class).ports()).hasSize(1);
    EndpointSlice slice =
        heard.awaitObject(Kind.ENDPOINT_SLICE, shop, "httpbin-1", EndpointSlice.class);
    assertThat(slice.endpoints()).hasSize(1);
    assertThat(slice.metadata().created()).isAfter(Instant.EPOCH);
    assertThat(heard.batches().stream().flatMap(List::stream))
        .allSatisfy(event -> assertThat(((ObjectEvent.Upserted) event).findings()).isEmpty());
    heard.awaitNoFindings();
  }

  @Test
  void what_is_created_changed_and_deleted_later_is_heard() {
    String shop = namespace();
    follow(shop);
    heard.awaitSynced();

    KUBE.applyYaml(service(shop, "a", 80) + gateway(shop, "g"));
    heard.awaitObject(Kind.SERVICE, shop, "a", Service.class);
    heard.awaitObject(Kind.GATEWAY, shop, "g", Gateway.class);

    KUBE.applyYaml(service(shop, "a", 81));
    await()
        .until(
            () ->
                heard.awaitObject(Kind.SERVICE, shop, "a", Service.class).ports().get(0).port()
                    == 81);

    KUBE.delete("-n", shop, "service/a", "gateways.networking.istio.io/g");
    heard.awaitGone(Kind.SERVICE, shop, "a");
    heard.awaitGone(Kind.GATEWAY, shop, "g");
  }

  @Test
  void a_change_of_annotations_is_not_heard() {
    String shop = namespace();
    KUBE.applyYaml(service(shop, "a", 80));
    follow(shop);
    heard.awaitSynced();

    KUBE.kubectl("", "-n", shop, "annotate", "service", "a", "note=1");
    KUBE.applyYaml(service(shop, "b", 80));

    heard.awaitObject(Kind.SERVICE, shop, "b", Service.class);
    assertThat(heard.batches()).hasSize(2);
  }

  @Test
  void secrets_of_helm_and_of_service_accounts_stay_away() {
    String shop = namespace();
    KUBE.applyYaml(
        secret(shop, "release", "helm.sh/release.v1")
            + secret(shop, "account", "kubernetes.io/service-account-token")
            + secret(shop, "credential", "Opaque"));
    follow(shop);
    heard.awaitSynced();
    KUBE.applyYaml(
        secret(shop, "release-2", "helm.sh/release.v1") + secret(shop, "credential-2", "Opaque"));

    heard.awaitObject(Kind.SECRET, shop, "credential-2", Secret.class);
    assertThat(heard.objects().keySet())
        .extracting(key -> key.name().name())
        .containsExactlyInAnyOrder("credential", "credential-2");
  }

  @Test
  void only_the_named_namespaces_are_read() {
    String shop = namespace();
    String edge = namespace();
    String other = namespace();
    for (String namespace : List.of(shop, edge, other)) {
      KUBE.applyYaml(
          service(namespace, "a", 80) + gateway(namespace, "g") + secret(namespace, "s", "Opaque"));
    }

    follow(KUBE.clients(), new WatchedNamespaces(List.of(shop, other), List.of(edge)));

    heard.awaitSynced();
    assertThat(heard.objects().keySet())
        .containsExactlyInAnyOrder(
            ObjectKey.of(Kind.SERVICE, shop, "a"),
            ObjectKey.of(Kind.GATEWAY, shop, "g"),
            ObjectKey.of(Kind.SERVICE, other, "a"),
            ObjectKey.of(Kind.GATEWAY, other, "g"),
            ObjectKey.of(Kind.SECRET, edge, "s"));
  }

  @Test
  void more_than_a_thousand_objects_come_in_pages_and_in_one_batch() {
    String shop = namespace();
    CoreV1Api api = new CoreV1Api(KUBE.client());
    IntStream.range(0, 1_200).parallel().forEach(index -> createSecret(api, shop, "s" + index));
    List<String> pages = new CopyOnWriteArrayList<>();
    ApiClients clients =
        () -> {
          ApiClient client = KUBE.client();
          return client.setHttpClient(
              client
                  .getHttpClient()
                  .newBuilder()
                  .addInterceptor(
                      chain -> {
                        String limit = chain.request().url().queryParameter("limit");
                        if (limit != null
                            && chain.request().url().encodedPath().endsWith("/secrets")) {
                          pages.add(limit);
                        }
                        return chain.proceed(chain.request());
                      })
                  .build());
        };

    follow(clients, in(shop));

    heard.awaitSynced();
    assertThat(heard.objects()).hasSize(1_200);
    assertThat(heard.batches()).hasSize(1);
    assertThat(pages).containsExactly("500", "500", "500");
  }

  private static void createSecret(CoreV1Api api, String namespace, String name) {
    try {
      V1Secret secret = new V1Secret().metadata(new V1ObjectMeta().name(name));
      api.createNamespacedSecret(namespace, secret).execute();
    } catch (ApiException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_changes_while_the_api_server_is_away_is_heard_when_it_is_back() throws Exception {
    String shop = namespace();
    StringBuilder before = new StringBuilder();
    StringBuilder changed = new StringBuilder();
    List<String> deletion = new ArrayList<>(List.of("-n", shop, "service"));
    for (int index = 0; index < 25; index++) {
      before.append(service(shop, "s" + index, 80));
      if (index < 20) {
        changed.append(service(shop, "s" + index, 81));
      } else {
        deletion.add("s" + index);
      }
    }
    KUBE.applyYaml(before + secret(shop, "untouched", "Opaque"));
    Wire wire = new Wire(URI.create(KUBE.client().getBasePath()).getPort());
    opened.add(wire);
    ApiClients clients = () -> KUBE.client().setBasePath("https://127.0.0.1:" + wire.port());
    follow(clients, in(shop));
    heard.awaitSynced();
    heard.awaitNoFindings();

    wire.cut();
    Finding stale = heard.awaitFinding(SourceFindings.API_SERVER, FindingCode.SOURCE_STALE);
    assertThat(stale.sentence()).contains("stale since 2026-11-24T10:00:00Z");
    assertThat(stale.severity()).isEqualTo(Severity.WARNING);
    KUBE.applyYaml(changed.toString());
    KUBE.delete(deletion.toArray(String[]::new));
    assertThat(heard.objects()).hasSize(26);
    int known = heard.batches().size();
    wire.mend();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(heard.objects()).hasSize(21);
              assertThat(heard.objects().values())
                  .filteredOn(Service.class::isInstance)
                  .allMatch(each -> ((Service) each).ports().get(0).port() == 81);
            });
    heard.awaitNoFindings();
    assertThat(heard.batches().subList(known, heard.batches().size()))
        .singleElement()
        .satisfies(batch -> assertThat(batch).hasSize(25));
  }

  @Test
  void a_restart_of_the_api_server_is_survived() {
    String shop = namespace();
    KUBE.applyYaml(service(shop, "a", 80) + gateway(shop, "g") + secret(shop, "s", "Opaque"));
    follow(shop);
    heard.awaitSynced();
    heard.awaitNoFindings();
    int known = heard.batches().size();

    KUBE.stopApiServer();
    heard.awaitFinding(SourceFindings.API_SERVER, FindingCode.SOURCE_STALE);
    KUBE.startApiServer();

    heard.awaitNoFindings();
    assertThat(heard.batches()).hasSize(known);
    KUBE.applyYaml(gateway(shop, "later") + secret(shop, "later", "Opaque"));
    heard.awaitObject(Kind.GATEWAY, shop, "later", Gateway.class);
    heard.awaitObject(Kind.SECRET, shop, "later", Secret.class);
  }

  @Test
  void an_api_server_that_hangs_is_noticed() {
    String shop = namespace();
    follow(shop);
    heard.awaitSynced();
    heard.awaitNoFindings();

    KUBE.freezeApiServer();
    try {
      heard.awaitFinding(SourceFindings.API_SERVER, FindingCode.SOURCE_STALE);
    } finally {
      KUBE.thawApiServer();
    }

    heard.awaitNoFindings();
    KUBE.applyYaml(service(shop, "a", 80));
    heard.awaitObject(Kind.SERVICE, shop, "a", Service.class);
  }

  @Test
  void what_is_forbidden_is_told_with_what_to_grant_and_holds_up_nothing() {
    String shop = namespace();
    KUBE.applyYaml(service(shop, "a", 80) + secret(shop, "s", "Opaque") + reader(shop, "services"));
    follow(KUBE.clientsOf("reader-" + shop), in(shop));

    heard.awaitSynced();
    Finding forbidden = heard.awaitFinding("Secret", FindingCode.KIND_FORBIDDEN);
    assertThat(forbidden.severity()).isEqualTo(Severity.ERROR);
    assertThat(forbidden.sentence())
        .isEqualTo("Gatehouse may not list secrets in namespace " + shop + ".");
    assertThat(forbidden.remedy())
        .contains("list and watch on resource secrets of API group \"\" in namespace " + shop);
    heard.awaitFinding("Gateway", FindingCode.KIND_FORBIDDEN);
    heard.awaitObject(Kind.SERVICE, shop, "a", Service.class);

    KUBE.applyYaml(reader(shop, "services, secrets"));

    heard.awaitObject(Kind.SECRET, shop, "s", Secret.class);
    await().until(() -> heard.findings().get("Secret").isEmpty());
  }

  private static String reader(String namespace, String resources) {
    return """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader, namespace: %1$s}
        rules: [{apiGroups: [""], resources: [%2$s], verbs: [list, watch]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: reader, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: reader-%1$s}]
        """
        .formatted(namespace, resources);
  }

  @Test
  void an_api_server_with_an_unknown_certificate_is_told_as_such() {
    follow(
        () -> new ClientBuilder().setBasePath(KUBE.client().getBasePath()).build(),
        WatchedNamespaces.ALL);

    Finding stale = heard.awaitFinding(SourceFindings.API_SERVER, FindingCode.SOURCE_STALE);
    assertThat(stale.sentence()).contains("certificate");
  }

  @Test
  void after_it_is_closed_nothing_is_heard() {
    String shop = namespace();
    KubernetesSource source = follow(shop);
    heard.awaitSynced();

    source.close();
    KUBE.applyYaml(service(shop, "a", 80));

    assertThat(heard.batches()).isEmpty();
  }
}
