package io.gatehouse.pipeline;

import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.metadata;
import static io.gatehouse.testing.Objects.pod;
import static io.gatehouse.testing.Objects.rule;
import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.slice;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.gatehouse.credential.CredentialStore;
import io.gatehouse.envoy.EdgeOptions;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.resource.istio.TrafficPolicy.Algorithm;
import io.gatehouse.testing.Objects;
import io.gatehouse.testing.Objects.GatewayOf;
import io.gatehouse.testing.TestKeys;
import io.gatehouse.translate.common.TranslationOptions;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A change costs what it changes, at ten hosts and at ten thousand. */
class ChangeCostTest {

  private static final int HOSTS_OF_A_SERVICE = 10;

  /** How the hosts are spread over Gateways. */
  enum Shape {
    A_GATEWAY_EACH,
    ONE_GATEWAY
  }

  /**
   * What a change costs.
   *
   * @param functions that were run
   * @param bytes of the resources that are sent to each proxy, by type
   */
  record Cost(long functions, Map<XdsType, Integer> resources, Map<XdsType, Integer> bytes) {}

  /** Hosts and one proxy that is served them. */
  private static final class Hosts {

    private final Publisher publisher =
        new Publisher(
            new Translator(new TranslationOptions("cluster.local", false)),
            EdgeOptions.DEFAULT,
            new CredentialStore(Duration.ofSeconds(60)),
            new SilentListener(),
            Clock.systemUTC());
    private final Shape shape;
    private int hosts;
    private Snapshot snapshot = Snapshot.EMPTY;
    private Map<XdsType, Set<String>> changed = Map.of();

    Hosts(Shape shape, int hosts) {
      this.shape = shape;
      publisher.join(
          new ProxyNode(
              1,
              "envoy",
              Objects.INGRESS.namespace(),
              Objects.INGRESS.labels(),
              Map.of("UNPRIVILEGED_POD", "false"),
              "1.40.0",
              "127.0.0.1"),
          (next, names) -> {
            snapshot = next;
            changed = names;
          });
      List<Resource> objects = new ArrayList<>();
      for (int host = 0; host < hosts; host++) {
        objects.add(virtualServiceOf(host, "/"));
        objects.add(secretOf(host, "ec-a"));
        if (shape == Shape.A_GATEWAY_EACH) {
          objects.add(gatewayOf(host, host + 1));
        }
        if (host % HOSTS_OF_A_SERVICE == 0) {
          objects.add(service("default/" + serviceOf(host)).port("http", 8000, 8080).build());
          objects.add(sliceOf(host, "10.0.0.1"));
        }
      }
      if (shape == Shape.ONE_GATEWAY) {
        objects.add(gatewayOf(0, hosts));
      }
      this.hosts = hosts;
      cost(objects.toArray(Resource[]::new));
    }

    Cost cost(Resource... resources) {
      long before = publisher.runs();
      changed = Map.of();
      publisher
          .objects()
          .apply(
              Arrays.stream(resources)
                  .<ObjectEvent>map(resource -> new ObjectEvent.Upserted(resource, List.of()))
                  .toList());
      publisher.publish();
      Map<XdsType, Integer> count = new EnumMap<>(XdsType.class);
      Map<XdsType, Integer> bytes = new EnumMap<>(XdsType.class);
      changed.forEach(
          (type, names) -> {
            count.put(type, names.size());
            bytes.put(
                type,
                names.stream()
                    .mapToInt(name -> snapshot.of(type).get(name).body().getSerializedSize())
                    .sum());
          });
      return new Cost(publisher.runs() - before, count, bytes);
    }

    Cost addedHost() {
      int host = hosts++;
      Resource gateway =
          shape == Shape.A_GATEWAY_EACH ? gatewayOf(host, host + 1) : gatewayOf(0, hosts);
      return cost(secretOf(host, "ec-a"), gateway, virtualServiceOf(host, "/"));
    }

    private static Resource gatewayOf(int from, int to) {
      GatewayOf gateway = gateway("default/gateway-" + name(from));
      for (int host = from; host < to; host++) {
        gateway.https(443, "https-" + name(host), "credential-" + name(host), hostOf(host));
      }
      return gateway.build();
    }
  }

  private static Resource virtualServiceOf(int host, String prefix) {
    return virtualService("default/routes-" + name(host))
        .hosts(hostOf(host))
        .gateways("default/gateway-" + name(host), "default/gateway-" + name(0))
        .prefix(serviceOf(host), 8000, prefix)
        .build();
  }

  private static Resource secretOf(int host, String key) {
    return new Secret(
        metadata("istio-system/credential-" + name(host), 1),
        "kubernetes.io/tls",
        Map.of(
            "tls.crt", bytes(TestKeys.named(key).certificatePem()),
            "tls.key", bytes(TestKeys.named(key).keyPem())),
        List.of("tls.crt", "tls.key"));
  }

  private static Resource sliceOf(int host, String address) {
    return slice("default/" + serviceOf(host) + "-1", serviceOf(host))
        .port("http", 8080)
        .ready(address)
        .build();
  }

  private static Resource ruleOf(int host) {
    return rule("default/" + serviceOf(host), serviceOf(host) + ".default")
        .balancer(Algorithm.ROUND_ROBIN)
        .build();
  }

  private static SecretBytes bytes(String text) {
    return SecretBytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hostOf(int host) {
    return "h" + name(host) + ".example.com";
  }

  private static String serviceOf(int host) {
    return "backend-" + name(host / HOSTS_OF_A_SERVICE);
  }

  private static String name(int number) {
    return "%06d".formatted(number);
  }

  @ParameterizedTest
  @EnumSource
  void a_change_costs_the_same_at_any_size(Shape shape) {
    Hosts few = new Hosts(shape, 10);
    for (int size : List.of(1_000, 10_000)) {
      Hosts many = new Hosts(shape, size);
      int host = size / 2;
      assertEqual(
          many.cost(virtualServiceOf(host, "/changed")), few.cost(virtualServiceOf(5, "/changed")));
      assertEqual(many.cost(secretOf(host, "ec-b")), few.cost(secretOf(5, "ec-b")));
      assertEqual(many.cost(sliceOf(host, "10.0.0.2")), few.cost(sliceOf(5, "10.0.0.2")));
      assertEqual(many.cost(ruleOf(host)), few.cost(ruleOf(5)));
      few = new Hosts(shape, 10);

      Cost added = many.addedHost();
      Cost addedToFew = few.addedHost();
      assertThat(added.functions()).isEqualTo(addedToFew.functions());
      assertThat(added.resources())
          .isEqualTo(addedToFew.resources())
          .isEqualTo(Map.of(XdsType.LISTENER, 1, XdsType.ROUTE, 1, XdsType.SECRET, 1));
      few = new Hosts(shape, 10);
    }
  }

  private static void assertEqual(Cost many, Cost few) {
    assertThat(many.functions()).isEqualTo(few.functions()).isPositive();
    assertThat(many.resources()).isEqualTo(few.resources()).hasSize(1);
    few.bytes()
        .forEach(
            (type, bytes) ->
                assertThat(many.bytes().get(type)).isCloseTo(bytes, withPercentage(5)));
  }

  @Test
  void what_changes_nothing_of_what_is_served_costs_a_look_at_it_and_is_not_sent() {
    Hosts hosts = new Hosts(Shape.A_GATEWAY_EACH, 10);

    Cost unrelated = hosts.cost(service("other/unrelated").port("http", 80, 80).build());
    Cost podOfOthers = hosts.cost(pod("default/p", Map.of("version", "v1"), "10.0.0.1"));
    Cost ruleForOthers = hosts.cost(rule("default/r", "other.default").build());
    Cost equal = hosts.cost(virtualServiceOf(5, "/"));
    Cost more =
        hosts.cost(
            service("default/" + serviceOf(5)).port("http", 8000, 8080).port("x", 1, 1).build());

    assertThat(unrelated).isEqualTo(new Cost(0, Map.of(), Map.of()));
    assertThat(podOfOthers).isEqualTo(new Cost(0, Map.of(), Map.of()));
    assertThat(ruleForOthers).isEqualTo(new Cost(0, Map.of(), Map.of()));
    assertThat(equal).isEqualTo(new Cost(0, Map.of(), Map.of()));
    assertThat(more.functions()).isPositive();
    assertThat(more.resources()).isEmpty();
  }
}
