package io.gatehouse.pipeline;

import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.metadata;
import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.slice;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.envoy.EdgeOptions;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.testing.Objects;
import io.gatehouse.testing.TestKeys;
import io.gatehouse.translate.common.TranslationOptions;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.SnapshotProvider.SnapshotListener;
import io.gatehouse.xds.SnapshotProvider.Subscription;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineTest {

  private static final String LISTENER = "0.0.0.0_443";
  private static final String ROUTES = "https.443.https.mygateway.default";

  private final Findings findings = new Findings();
  private final Pipeline pipeline = pipeline(Duration.ofHours(1));
  private final List<Pipeline> started = new ArrayList<>(List.of(pipeline));

  private Pipeline pipeline(Duration deletionGrace) {
    return new Pipeline(
        new Translator(new TranslationOptions("cluster.local", true)),
        EdgeOptions.DEFAULT,
        new CredentialStore(deletionGrace),
        findings,
        Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    started.forEach(Pipeline::close);
  }

  /** What was said of the last translation. */
  private static final class Findings extends SilentListener {
    private volatile List<Finding> ofGroup = List.of();
    private volatile boolean ready;
    private volatile boolean failing;

    @Override
    public void onGroup(
        ProxyGroup group,
        Supplier<GatewayModel> model,
        Credentials credentials,
        Snapshot snapshot,
        List<Finding> findings) {
      if (failing) {
        failing = false;
        throw new IllegalStateException("made to fail");
      }
      ofGroup = findings;
    }

    @Override
    public void onReady() {
      ready = true;
    }
  }

  /** A connected Envoy. */
  private static final class Envoy implements SnapshotListener {
    private record Delivered(Snapshot snapshot, Map<XdsType, Set<String>> changed) {}

    private final List<Delivered> deliveries = new CopyOnWriteArrayList<>();

    @Override
    public void onSnapshot(Snapshot snapshot, Map<XdsType, Set<String>> changed) {
      deliveries.add(new Delivered(snapshot, changed));
    }

    Delivered last() {
      return deliveries.get(deliveries.size() - 1);
    }

    XdsResource resource(XdsType type, String name) {
      return last().snapshot().of(type).get(name);
    }

    List<String> chains() {
      try {
        XdsResource listener = deliveries.isEmpty() ? null : resource(XdsType.LISTENER, LISTENER);
        return listener == null
            ? List.of()
            : listener.body().unpack(Listener.class).getFilterChainsList().stream()
                .map(FilterChain::getName)
                .toList();
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static ProxyNode node(long stream) {
    return new ProxyNode(
        stream,
        "envoy-" + stream,
        Objects.INGRESS.namespace(),
        Objects.INGRESS.labels(),
        Map.of("UNPRIVILEGED_POD", "false"),
        "1.40.0",
        "127.0.0.1");
  }

  private static Secret secret(String name, String key) {
    return new Secret(
        metadata("istio-system/" + name, 1),
        "kubernetes.io/tls",
        Map.of(
            "tls.crt", bytes(TestKeys.named(key).certificatePem()),
            "tls.key", bytes(TestKeys.named(key).keyPem())),
        List.of("tls.crt", "tls.key"));
  }

  private static Secret unusable(String name) {
    return new Secret(
        metadata("istio-system/" + name, 1), "Opaque", Map.of(), List.of("something"));
  }

  private static SecretBytes bytes(String text) {
    return SecretBytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private void apply(Pipeline to, Resource... resources) {
    to.onObjects(
        Arrays.stream(resources)
            .<ObjectEvent>map(resource -> new ObjectEvent.Upserted(resource, List.of()))
            .toList());
  }

  private void applySeed(Pipeline to) {
    apply(
        to,
        gateway("default/mygateway")
            .https(443, "https", "httpbin-credential", "httpbin.example.com")
            .build(),
        virtualService("default/httpbin")
            .hosts("httpbin.example.com")
            .prefix("httpbin", 8000, "/status")
            .build(),
        service("default/httpbin").port("http", 8000, 8080).build(),
        slice("default/httpbin-1", "httpbin").port("http", 8080).ready("10.0.0.1").build(),
        secret("httpbin-credential", "ec-a"));
  }

  private Envoy connect(Pipeline to, long stream) {
    Envoy envoy = new Envoy();
    to.subscribe(node(stream), envoy);
    return envoy;
  }

  private Envoy connectedToSeed() {
    applySeed(pipeline);
    pipeline.onSynced();
    Envoy envoy = connect(pipeline, 1);
    await().until(() -> envoy.chains().size() == 1);
    return envoy;
  }

  @Test
  void nothingIsSentBeforeAllThatIsThereHasBeenRead() {
    Envoy envoy = connect(pipeline, 1);
    applySeed(pipeline);
    pipeline.onSourceFindings("any", List.of());
    assertThat(findings.ready).isFalse();
    assertThat(envoy.deliveries).isEmpty();

    pipeline.onSynced();

    await().until(() -> envoy.chains().size() == 1);
    assertThat(envoy.deliveries).hasSize(1);
    assertThat(envoy.last().snapshot().resources())
        .allSatisfy((type, resources) -> assertThat(resources).as("%s", type).isNotEmpty());
    assertThat(findings.ready).isTrue();
  }

  @Test
  void aRotatedSecretChangesTheSecretAlone() {
    Envoy envoy = connectedToSeed();

    apply(pipeline, secret("httpbin-credential", "ec-b"));

    await().until(() -> envoy.deliveries.size() == 2);
    assertThat(envoy.last().changed())
        .containsExactly(Map.entry(XdsType.SECRET, Set.of("httpbin-credential")));
  }

  @Test
  void whatChangesNothingIsNotDelivered() {
    Envoy envoy = connectedToSeed();

    apply(pipeline, service("other/unrelated").port("http", 80, 80).build());
    apply(pipeline, secret("httpbin-credential", "ec-b"));

    await().until(() -> envoy.last().changed().containsKey(XdsType.SECRET));
    assertThat(envoy.deliveries).hasSize(2);
  }

  @Test
  void anObjectThatCanNoLongerBeReadKeepsItsLastVersion() {
    Envoy envoy = connectedToSeed();
    ObjectKey key = ObjectKey.of(Kind.VIRTUAL_SERVICE, "default", "httpbin");

    pipeline.onObjects(List.of(new ObjectEvent.Unreadable(key, List.of())));
    apply(pipeline, secret("httpbin-credential", "ec-b"));

    await().until(() -> envoy.last().changed().containsKey(XdsType.SECRET));
    assertThat(envoy.last().changed()).doesNotContainKey(XdsType.ROUTE);
    assertThat(envoy.resource(XdsType.ROUTE, ROUTES)).isNotNull();
  }

  @Test
  void aDeletedSecretIsWithdrawnWhenItsGraceEnds() {
    Pipeline brief = pipeline(Duration.ofMillis(200));
    started.add(brief);
    applySeed(brief);
    brief.onSynced();
    Envoy envoy = connect(brief, 1);
    await().until(() -> envoy.chains().size() == 1);

    brief.onObjects(
        List.of(
            new ObjectEvent.Removed(
                ObjectKey.of(Kind.SECRET, "istio-system", "httpbin-credential"))));

    await().until(() -> envoy.chains().isEmpty());
    assertThat(envoy.last().snapshot().of(XdsType.SECRET)).isEmpty();
  }

  @Test
  void aSecretThatIsBadSinceARestartIsHeldForAnEnvoyThatHasItsGoodForm() {
    applySeed(pipeline);
    apply(pipeline, unusable("httpbin-credential"));
    pipeline.onSynced();
    Envoy envoy = new Envoy();
    Subscription subscription = pipeline.subscribe(node(1), envoy);
    await().until(() -> !envoy.deliveries.isEmpty());
    assertThat(envoy.chains()).isEmpty();

    subscription.hold(Set.of("httpbin-credential"));

    await().until(() -> envoy.chains().size() == 1);
    assertThat(envoy.last().snapshot().held()).containsExactly("httpbin-credential");
    assertThat(envoy.last().snapshot().of(XdsType.SECRET)).isEmpty();
  }

  @Test
  void aHoldIsAnsweredEvenWhereItChangesNothing() {
    applySeed(pipeline);
    pipeline.onSynced();
    Envoy envoy = new Envoy();
    Subscription subscription = pipeline.subscribe(node(1), envoy);
    await().until(() -> envoy.deliveries.size() == 1);

    subscription.hold(Set.of("something-else"));

    await().until(() -> envoy.deliveries.size() == 2);
    assertThat(envoy.last().changed()).isEmpty();
  }

  @Test
  void aChainThatEnvoyRefusesIsLeftOutAndSaidWhereItComesFrom() {
    Envoy envoy = connectedToSeed();
    acknowledge(envoy);
    String served = envoy.chains().get(0);
    apply(
        pipeline,
        gateway("default/other").https(443, "https", "other", "other.example.com").age(2).build(),
        secret("other", "ec-b"));
    await().until(() -> envoy.chains().size() == 2);
    XdsResource refused = envoy.resource(XdsType.LISTENER, LISTENER);

    pipeline.onRefused(node(1), XdsType.LISTENER, List.of(refused), "no\nway", true);

    await().until(() -> envoy.chains().equals(List.of(served)));
    assertThat(findings.ofGroup)
        .filteredOn(finding -> finding.code() == FindingCode.REFUSED_BY_ENVOY)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.origin())
                  .isEqualTo(new Origin("Gateway", "default", "other", "spec.servers[0]"));
              assertThat(finding.sentence()).contains("no\\u000away");
            });
  }

  private void acknowledge(Envoy envoy) {
    envoy
        .last()
        .snapshot()
        .resources()
        .forEach(
            (type, resources) ->
                resources.forEach(
                    (name, resource) ->
                        pipeline.onAcknowledged(node(1), type, Map.of(name, resource.version()))));
  }

  @Test
  void whatFailedIsMadeUpForWithTheNextChange() {
    Envoy envoy = connectedToSeed();
    findings.failing = true;
    pipeline.onObjects(
        List.of(new ObjectEvent.Removed(ObjectKey.of(Kind.GATEWAY, "default", "mygateway"))));
    await().until(() -> !findings.failing);
    assertThat(envoy.chains()).hasSize(1);

    apply(pipeline, service("other/unrelated").port("http", 80, 80).build());

    await().until(() -> envoy.chains().isEmpty());
    assertThat(envoy.last().changed())
        .containsEntry(XdsType.LISTENER, Set.of(LISTENER))
        .containsEntry(XdsType.ROUTE, Set.of(ROUTES))
        .containsEntry(XdsType.SECRET, Set.of("httpbin-credential"));
  }

  @Test
  void aGroupKeepsItsLastGoodStateWhileItsOnlyEnvoyRestarts() {
    applySeed(pipeline);
    pipeline.onSynced();
    Envoy before = new Envoy();
    Subscription subscription = pipeline.subscribe(node(1), before);
    await().until(() -> before.chains().size() == 1);
    subscription.close();
    apply(pipeline, unusable("httpbin-credential"));

    Envoy after = connect(pipeline, 2);

    await().until(() -> !after.deliveries.isEmpty());
    assertThat(after.chains()).hasSize(1);
  }
}
