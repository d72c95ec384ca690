package io.gatehouse.pipeline.derive;

import static io.gatehouse.testing.Objects.INGRESS;
import static io.gatehouse.testing.Objects.destination;
import static io.gatehouse.testing.Objects.forward;
import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.match;
import static io.gatehouse.testing.Objects.metadata;
import static io.gatehouse.testing.Objects.name;
import static io.gatehouse.testing.Objects.pod;
import static io.gatehouse.testing.Objects.policy;
import static io.gatehouse.testing.Objects.rule;
import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.serviceEntry;
import static io.gatehouse.testing.Objects.slice;
import static io.gatehouse.testing.Objects.virtualService;
import static io.gatehouse.testing.Objects.workloadEntry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.credential.Credentials;
import io.gatehouse.credential.Verdict;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.pipeline.derive.Dependency.OnCredential;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.ConfigMap;
import io.gatehouse.resource.core.Pod;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.resource.istio.ClientTls;
import io.gatehouse.resource.istio.Gateway.ClientCa;
import io.gatehouse.resource.istio.Gateway.ClientChecks;
import io.gatehouse.resource.istio.Gateway.FilePair;
import io.gatehouse.resource.istio.Gateway.ServerCertificate;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import io.gatehouse.resource.istio.Gateway.TlsParameters;
import io.gatehouse.resource.istio.Gateway.TlsVersion;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.istio.MatchScope;
import io.gatehouse.resource.istio.Policy;
import io.gatehouse.resource.istio.Policy.Effect;
import io.gatehouse.resource.istio.ServiceEntry.Resolution;
import io.gatehouse.resource.istio.TrafficPolicy.Algorithm;
import io.gatehouse.resource.istio.Workload;
import io.gatehouse.testing.Objects.GatewayOf;
import io.gatehouse.testing.Objects.RuleOf;
import io.gatehouse.testing.Objects.ServiceEntryOf;
import io.gatehouse.testing.Objects.ServiceOf;
import io.gatehouse.testing.Objects.VirtualServiceOf;
import io.gatehouse.testing.Translation;
import io.gatehouse.translate.common.TranslationOptions;
import io.gatehouse.translate.istio.Bindings;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever changes in whatever order: what is kept up to date is what would be made from nothing.
 */
class IncrementalTest {

  private static final int STEPS = 150;
  private static final ProxyGroup OTHER =
      new ProxyGroup("other", Map.of("istio", "other"), true, IpFamily.DUAL);
  private static final List<ProxyGroup> GROUPS = List.of(INGRESS, OTHER);
  private static final List<String> HOSTS =
      List.of("a.com", "*.a.com", "b.a.com", "*.b.a.com", "c.b.a.com", "*", "d.org");
  private static final List<String> NAMES =
      List.of("default/a", "default/b", "other/a", "default/c", "other/c");

  private final Translator translator =
      new Translator(new TranslationOptions("cluster.local", false));
  private final Map<ObjectKey, Resource> objects = new HashMap<>();
  private final Bindings bindings = new Bindings();
  private final ObjectChanges changes = new ObjectChanges(bindings);
  private final FindingCounts reachFindings = new FindingCounts();
  private final ReachDerivation reach = new ReachDerivation(translator, bindings, reachFindings);
  private final Map<ProxyGroup, Incremental> groups = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private final Map<String, Integer> rotations = new HashMap<>();
  private ObjectView view = ObjectView.EMPTY;
  private Random random;

  /** One group, kept up to date. */
  private final class Incremental {
    private final FindingCounts findings = new FindingCounts();
    private final GroupDerivation derivation;
    private final Set<String> listeners = new TreeSet<>();
    private final Set<String> configurations = new TreeSet<>();
    private Map<CredentialKey, CredentialStatus> known = Map.of();

    Incremental(ProxyGroup group) {
      derivation = new GroupDerivation(translator, group, findings);
    }

    Translation follow(Set<Dependency> changed) {
      derivation.plan(view, changed);
      update(Sets.union(changed, credentials()));
      if (derivation.asksOthers()) {
        update(credentials());
        assertThat(derivation.asksOthers()).isFalse();
      }
      return new Translation(
          new GatewayModel(
              listeners.stream().map(derivation::listener).flatMap(Optional::stream).toList(),
              configurations.stream()
                  .map(derivation::routeConfiguration)
                  .flatMap(Optional::stream)
                  .toList(),
              derivation.clusters().get(),
              derivation.endpoints().get(),
              derivation.credentials().get()),
          findings.sorted());
    }

    private void update(Set<Dependency> changed) {
      GroupDerivation.Changes made =
          derivation.update(view, bindings, Credentials.of(known.values()), changed);
      listeners.addAll(made.listeners());
      configurations.addAll(made.routeConfigurations());
    }

    /** Brings {@link #known} up to date. */
    private Set<Dependency> credentials() {
      Map<CredentialKey, CredentialStatus> now = new TreeMap<>();
      derivation.credentialsAsked().forEach(key -> now.put(key, status(key)));
      Set<CredentialKey> differing = new HashSet<>(Sets.union(now.keySet(), known.keySet()));
      differing.removeIf(key -> Objects.equals(now.get(key), known.get(key)));
      known = now;
      return differing.stream().map(OnCredential::new).collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void what_is_kept_up_to_date_is_what_would_be_made_from_nothing(long seed) {
    random = new Random(seed);
    GROUPS.forEach(group -> groups.put(group, new Incremental(group)));
    for (int step = 0; step < STEPS; step++) {
      for (int change = random.nextInt(3); change >= 0; change--) {
        changeSomething();
      }
      Set<Dependency> changed = changes.take();
      reach.update(view, GROUPS, changed);
      assertThat(reachFindings.sorted())
          .as("seed %s step %s, reach", seed, step)
          .isEqualTo(Translation.reachFindings(objects.values(), GROUPS));
      for (ProxyGroup group : GROUPS) {
        Translation followed = groups.get(group).follow(changed);
        followed.model().listeners().forEach(IncrementalTest::assertChainsDiffer);
        assertThat(followed)
            .as("seed %s step %s, %s", seed, step, group)
            .isEqualTo(
                Translation.of(
                    objects.values(),
                    asked -> Credentials.of(asked.stream().map(this::status).toList()),
                    group));
      }
    }
  }

  /** Envoy refuses a listener with two chains of one name, or for the same connections. */
  private static void assertChainsDiffer(Listener listener) {
    assertThat(listener.filterChains()).extracting(FilterChain::name).doesNotHaveDuplicates();
    assertThat(
            listener.filterChains().stream()
                .map(FilterChain::serverNames)
                .flatMap(names -> names.isEmpty() ? Stream.of("*") : names.stream()))
        .doesNotHaveDuplicates();
  }

  private CredentialStatus status(CredentialKey key) {
    boolean serves = !missing.contains(key.sdsName());
    return new CredentialStatus(
        key,
        new ObjectKey(Kind.SECRET, key.secret()).origin(),
        serves ? Verdict.VALID : Verdict.MISSING,
        serves ? Serving.CURRENT : Serving.NOTHING,
        serves ? Optional.of(content(key.sdsName())) : Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private Content content(String name) {
    return new Content.CaBundle(
        SecretBytes.of(new byte[0]), List.of(), name + rotations.getOrDefault(name, 0));
  }

  private void changeSomething() {
    switch (random.nextInt(18)) {
      case 15 -> put(someConfigMap());
      case 16 -> put(somePolicy());
      case 0 -> remove();
      case 1 -> {
        String name = pick("x", "y", "x-cacert", "z-cacert");
        if (!missing.remove(name)) {
          missing.add(name);
        }
      }
      case 2 -> rotations.merge(pick("x", "y"), 1, Integer::sum);
      case 3, 4 -> put(someGateway().build());
      case 5, 6 -> put(someVirtualService().build());
      case 7 -> put(someService().build());
      case 8, 9 -> put(someServiceEntry().build());
      case 10 ->
          put(
              workloadEntry(
                  pick("default/", "other/") + pick("w1", "w2"),
                  pick("10.1.0.1", "10.1.0.2", "w.org", "localhost"),
                  "app",
                  pick("v", "w")));
      case 11, 12 -> put(somePod());
      case 13, 14 -> put(someRule().build());
      default ->
          put(
              slice(
                      pick("default/", "other/", "istio-system/") + pick("s1", "s2"),
                      pick("s", "t", "in"))
                  .port("p", 80 + random.nextInt(2))
                  .port("https", 8443)
                  .ready("10.0.0." + random.nextInt(4), "127.0.0.1")
                  .pods(Map.of(pick("p1", "p2"), "10.0.0." + random.nextInt(4)))
                  .build());
    }
  }

  private RuleOf someRule() {
    RuleOf rule =
        rule(
                pick("default/", "other/", "istio-system/") + pick("r1", "r2"),
                pick(
                    "s.default.svc.cluster.local",
                    "s.default",
                    "t.other",
                    "*.default.svc.cluster.local",
                    "*"))
            .age(random.nextInt(4));
    if (random.nextInt(3) > 0) {
      rule.subset(pick("v1", "v2"), Map.of("version", pick("v1", "v2")));
    }
    if (random.nextInt(4) == 0) {
      rule.exportTo(pick(".", "other", "*"));
    }
    if (random.nextInt(4) == 0) {
      rule.workloadSelector(Map.of("istio", pick("ingressgateway", "other")));
    }
    switch (random.nextInt(5)) {
      case 0 -> rule.balancer(pick(Algorithm.ROUND_ROBIN, Algorithm.RING_HASH));
      case 1 -> rule.tls(true, pick("x", "y", "x-cacert"));
      case 2 -> rule.tls(false, pick("x", "y"));
      case 3 -> rule.tls(new ClientTls.Unusable());
      default -> {}
    }
    return rule;
  }

  private GatewayOf someGateway() {
    GatewayOf gateway =
        gateway(pick(NAMES))
            .age(random.nextInt(4))
            .selector(Map.of("istio", pick("ingressgateway", "ingressgateway", "other")));
    for (int server = random.nextInt(3); server >= 0; server--) {
      switch (random.nextInt(10)) {
        case 4 -> gateway.tls(443, pick("p", "q"), checked(), pick(HOSTS));
        case 5 -> gateway.tls(443, pick("p", "q"), inFiles(), pick(HOSTS));
        case 6 -> gateway.tcp(pick(List.of(8080, 9000)), pick(HOSTS));
        case 7 -> gateway.terminated(443, pick("p", "q"), pick("x", "y"), pick(HOSTS), pick(HOSTS));
        case 8 -> gateway.passthrough(443, pick("p", "q"), pick(HOSTS), pick("other/d.org", "*"));
        case 0 -> gateway.http(8080 + random.nextInt(2), pick(HOSTS), pick(HOSTS));
        case 9 -> gateway.grpcWeb(8080, pick(HOSTS));
        case 1 -> gateway.redirect(8080, pick(HOSTS));
        case 2 -> gateway.mutual(443, pick("p", "q"), pick("x", "y"), pick(HOSTS));
        default ->
            gateway.https(
                443,
                pick("p", "q"),
                pick("x", "y", "x-cacert"),
                pick(HOSTS),
                pick("other/d.org", "e.org"));
      }
    }
    return gateway;
  }

  private ServerTls checked() {
    return new ServerTls(
        random.nextBoolean() ? TlsMode.MUTUAL : TlsMode.OPTIONAL_MUTUAL,
        Optional.of(new ServerCertificate.Credentials(List.of(pick("x", "y"), pick("x", "z")))),
        Optional.of(
            random.nextBoolean() ? new ClientCa.OfCertificate() : new ClientCa.Credential("z")),
        new ClientChecks(List.of(pick("a.com", "b.com")), List.of(), List.of(), false),
        new TlsParameters(Optional.empty(), Optional.of(TlsVersion.TLSV1_2), List.of()));
  }

  private ServerTls inFiles() {
    String name = pick("/a", "/b");
    return new ServerTls(
        TlsMode.MUTUAL,
        Optional.of(new ServerCertificate.Files(List.of(new FilePair(name, "/key")))),
        Optional.of(new ClientCa.File("/ca", Optional.of(name))),
        ClientChecks.NONE,
        TlsParameters.DEFAULT);
  }

  private ConfigMap someConfigMap() {
    return new ConfigMap(
        metadata("istio-system/" + pick("x", "z"), 0),
        Map.of("ca.crt", SecretBytes.of(new byte[] {(byte) random.nextInt(3)})),
        List.of("ca.crt"));
  }

  private VirtualServiceOf someVirtualService() {
    VirtualServiceOf virtualService =
        virtualService(pick(NAMES))
            .age(random.nextInt(4))
            .hosts(pick(HOSTS), pick(HOSTS))
            .gateways(pick(NAMES), pick(NAMES));
    if (random.nextInt(4) == 0) {
      virtualService.exportTo(pick(".", "other", "*"));
    }
    for (int route = random.nextInt(4); route > 0; route--) {
      virtualService.tls(someDestination(0), pick(HOSTS), pick(HOSTS));
    }
    if (random.nextInt(3) == 0) {
      virtualService.tcp(
          random.nextBoolean() ? Optional.empty() : Optional.of(9000),
          someDestination(0),
          someDestination(1));
    }
    boolean delegates = random.nextInt(3) == 0;
    if (!delegates && random.nextInt(4) == 0) {
      virtualService.hosts().gateways();
    }
    for (int route = random.nextInt(3); route >= 0; route--) {
      if (delegates && random.nextBoolean()) {
        virtualService.delegate(pick(NAMES), pick("/a", "/"));
      } else if (random.nextBoolean()) {
        virtualService.subset(
            someBackend(), 80 + random.nextInt(2), pick("v1", "v2"), pick("/a", "/b", "/"));
      } else {
        virtualService.route(someMatches(), forward(someBackend(), 80 + random.nextInt(2)));
      }
      if (random.nextInt(4) == 0) {
        virtualService.mirror(someBackend(), 80);
      }
    }
    return virtualService;
  }

  private String someBackend() {
    return pick("s", "t", "s.other", "nowhere", "x.org", "*.x.org", "a.x.org");
  }

  private List<HttpMatch> someMatches() {
    Optional<HttpMatch.StringMatch> prefix =
        Optional.of(new HttpMatch.StringMatch.Prefix(pick("/a", "/b", "/")));
    return switch (random.nextInt(6)) {
      case 0 -> List.of(match(0, prefix, Optional.of(pick(8080, 8081, 443)), MatchScope.ANY));
      case 1 ->
          List.of(
              match(
                  0,
                  prefix,
                  Optional.empty(),
                  new MatchScope(
                      Optional.of(List.of(name(pick(NAMES)), name(pick(NAMES)))),
                      Map.of(),
                      Optional.empty())));
      case 2 ->
          List.of(
              match(
                  0,
                  prefix,
                  Optional.empty(),
                  new MatchScope(
                      Optional.empty(), OTHER.labels(), Optional.of(pick("other", "default")))),
              match(1, prefix, Optional.empty(), MatchScope.ANY));
      default -> List.of(match(0, prefix, Optional.empty(), MatchScope.ANY));
    };
  }

  private WeightedDestination someDestination(int index) {
    return destination(
        index,
        pick("s", "t", "s.other"),
        Optional.of(80 + random.nextInt(2)),
        1 + random.nextInt(3));
  }

  private Policy somePolicy() {
    return policy(
        pick(List.of(Kind.AUTHORIZATION_POLICY, Kind.TELEMETRY)),
        pick("istio-system/a", "other/b", "other/c"),
        Map.of("istio", pick("ingressgateway", "other")),
        pick(List.of(Effect.GUARDS, Effect.OBSERVES)));
  }

  private ServiceOf someService() {
    if (random.nextInt(3) == 0) {
      return service("istio-system/in")
          .selector(INGRESS.labels())
          .port("https", 443, pick("https", "none"))
          .port("http", 8080, 9080);
    }
    ServiceOf service =
        service(pick("default/", "other/") + pick("s", "t")).port("p", 80 + random.nextInt(2), 80);
    switch (random.nextInt(5)) {
      case 0 -> service.exportTo(pick(".", "other"));
      case 1 ->
          service.externalName(
              pick("x.org", "y.org", "localhost", "t.other.svc.cluster.local", "s.default.svc"));
      default -> service.port("grpc", 90, 90);
    }
    return service;
  }

  private Pod somePod() {
    return pod(
        pick("default/", "other/") + pick("p1", "p2"),
        random.nextInt(4) > 0,
        Map.of("version", pick("v1", "v2"), pick("app", "tier"), pick("v", "w")),
        pick("10.0.0.0", "10.0.0.1", "10.0.0.2", "fd00::1"));
  }

  private ServiceEntryOf someServiceEntry() {
    ServiceEntryOf entry =
        serviceEntry(
                pick("default/", "other/") + pick("e", "f"),
                Resolution.values()[random.nextInt(4)],
                pick("x.org", "*.x.org", "s.default.svc.cluster.local"),
                pick("a.x.org", "y.org"))
            .age(random.nextInt(3))
            .port(80 + random.nextInt(2), "p", pick("HTTP", "HTTP2", "TLS", "UDP"), 8080);
    switch (random.nextInt(5)) {
      case 0 -> entry.exportTo(pick(".", "other"));
      case 1, 2 -> entry.selector("app", pick("v", "w"));
      case 3 -> {}
      default ->
          entry
              .endpoint(pick("10.3.0.1", "127.0.0.1", "z.org"))
              .endpoint(new Workload("10.3.0.2", Map.of("p", 9090), Map.of(), 3));
    }
    return entry;
  }

  private void put(Resource resource) {
    changes.add(
        resource.key(),
        Optional.ofNullable(objects.put(resource.key(), resource)),
        Optional.of(resource));
    view = view.with(Map.of(resource.key(), Optional.of(resource)));
  }

  private void remove() {
    List<ObjectKey> keys =
        objects.keySet().stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
    if (!keys.isEmpty()) {
      ObjectKey key = keys.get(random.nextInt(keys.size()));
      changes.add(key, Optional.of(objects.remove(key)), Optional.empty());
      view = view.with(Map.of(key, Optional.empty()));
    }
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
