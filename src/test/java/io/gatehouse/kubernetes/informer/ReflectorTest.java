package io.gatehouse.kubernetes.informer;

import static io.gatehouse.kubernetes.informer.FakeApi.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.kubernetes.ApiClients;
import io.gatehouse.kubernetes.informer.FakeApi.Call;
import io.gatehouse.kubernetes.informer.FakeApi.OpenWatch;
import io.gatehouse.kubernetes.informer.FakeApi.Reply;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.core.Service;
import io.gatehouse.view.ObjectEvent;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class ReflectorTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(100));

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Recorder told = new Recorder();

  /** What the reflector told, in the order it did. */
  private static final class Recorder implements Reflector.Observer {

    private final List<List<ObjectEvent>> batches = new CopyOnWriteArrayList<>();
    private final List<Condition> conditions = new CopyOnWriteArrayList<>();
    private final AtomicInteger settled = new AtomicInteger();

    @Override
    public void objects(List<ObjectEvent> events) {
      batches.add(events);
    }

    @Override
    public void settled(Watched watched) {
      settled.incrementAndGet();
    }

    @Override
    public void condition(Watched watched, Condition condition) {
      conditions.add(condition);
    }

    void awaitCondition(Condition condition) {
      await().until(() -> conditions.contains(condition));
    }

    void awaitBatches(int count) {
      await().until(() -> batches.size() >= count);
    }

    /** For example {@code [+a, -b]}, sorted. */
    List<String> batch(int index) {
      return batches.get(index).stream().map(Recorder::shown).sorted().toList();
    }

    private static String shown(ObjectEvent event) {
      String sign =
          event instanceof ObjectEvent.Upserted
              ? "+"
              : event instanceof ObjectEvent.Removed ? "-" : "?";
      return sign + event.key().name().name();
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private FakeApi serve(Function<Call, Reply> script) {
    FakeApi api = FakeApi.start(script);
    opened.add(api);
    return api;
  }

  private void follow(ApiResource resource, ApiClients clients, Patience patience) {
    follow(resource, clients, patience, ReflectorTest::service);
  }

  private void follow(
      ApiResource resource,
      ApiClients clients,
      Patience patience,
      Function<JsonNode, Optional<Parsed>> parse) {
    try {
      CountDownLatch stopped = new CountDownLatch(1);
      ApiServer server = new ApiServer(clients, patience);
      Watched watched = new Watched(resource, Optional.of("shop"));
      Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
      ObjectReader reader = new ObjectReader(resource, parse);
      Thread thread = new Thread(new Reflector(watched, server, reader, told, clock, stopped));
      thread.start();
      opened.add(
          0,
          () -> {
            stopped.countDown();
            server.close();
            thread.join(5_000);
            assertThat(thread.isAlive()).isFalse();
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void follow(FakeApi api) {
    follow(ApiResource.SERVICES, api.clients(), PATIENCE);
  }

  /** Keeps name and type. */
  private static Optional<Parsed> service(JsonNode json) {
    String name = json.path("metadata").path("name").stringValue("");
    ObjectKey key = ObjectKey.of(Kind.SERVICE, "shop", name);
    Metadata metadata = new Metadata(key.name(), Instant.EPOCH, Map.of());
    String type = json.path("spec").path("type").stringValue("");
    return Optional.of(
        new Parsed(
            key,
            Optional.of(
                new Service(
                    metadata, type, false, Optional.empty(), Map.of(), List.of(), List.of())),
            List.of()));
  }

  private static String object(String name, String type, int version) {
    return """
        {"metadata": {"name": "%s", "namespace": "shop", "resourceVersion": "%d",
          "managedFields": [{"manager": "kubectl"}]}, "spec": {"type": "%s"}}"""
        .formatted(name, version, type)
        .replace("\n", " ");
  }

  private static String list(int version, String continuation, String... objects) {
    return """
        {"kind": "ServiceList", "apiVersion": "v1",
         "metadata": {"resourceVersion": "%d", "continue": "%s"}, "items": [%s]}"""
        .formatted(version, continuation, String.join(",", objects));
  }

  private static String event(String type, String object) {
    return "{\"type\": \"%s\", \"object\": %s}".formatted(type, object);
  }

  private static final String EXPIRED =
      "{\"type\": \"ERROR\", \"object\": {\"kind\": \"Status\", \"code\": 410}}";

  /**
   * Answers the first list or watch with the first reply, and so on; the last one again and again.
   */
  private static Function<Call, Reply> script(List<Reply> lists, List<Reply> watches) {
    AtomicInteger list = new AtomicInteger();
    AtomicInteger watch = new AtomicInteger();
    return call -> call.isWatch() ? next(watches, watch) : next(lists, list);
  }

  private static Reply next(List<Reply> replies, AtomicInteger index) {
    return replies.get(Math.min(index.getAndIncrement(), replies.size() - 1));
  }

  @Test
  void a_list_is_read_page_by_page_and_watched_from_there() {
    OpenWatch watch = new OpenWatch();
    FakeApi api =
        serve(
            script(
                List.of(
                    json(list(7, "more", object("a", "ClusterIP", 3))),
                    json(list(7, "", object("b", "ClusterIP", 5)))),
                List.of(watch)));

    follow(api);

    told.awaitCondition(new Condition.InSync());
    assertThat(told.batch(0)).containsExactly("+a", "+b");
    assertThat(told.settled).hasValue(1);
    assertThat(api.calls()).extracting(Call::path).containsOnly("/api/v1/namespaces/shop/services");
    assertThat(api.calls()).extracting(Call::continuation).containsExactly("", "more", "");
    assertThat(api.calls().get(0).query()).containsEntry("limit", "500");
    assertThat(api.calls().get(2).query())
        .containsEntry("resourceVersion", "7")
        .containsEntry("allowWatchBookmarks", "true");
    assertThat(Integer.parseInt(api.calls().get(2).query().get("timeoutSeconds")))
        .isBetween(60, 90);
  }

  @Test
  void what_arrives_together_is_told_together() {
    OpenWatch watch =
        new OpenWatch()
            .send(
                event("ADDED", object("b", "ClusterIP", 8))
                    + "\n"
                    + event("MODIFIED", object("a", "NodePort", 9))
                    + "\n"
                    + event("DELETED", object("b", "ClusterIP", 10)));
    follow(serve(script(List.of(json(list(7, "", object("a", "ClusterIP", 3)))), List.of(watch))));

    told.awaitBatches(2);
    assertThat(told.batch(1)).containsExactly("+a", "+b", "-b");
  }

  @Test
  void a_change_of_what_is_not_kept_is_no_change() {
    OpenWatch watch =
        new OpenWatch()
            .send(
                event("MODIFIED", object("a", "ClusterIP", 8)),
                event("MODIFIED", object("a", "NodePort", 9)));
    follow(serve(script(List.of(json(list(7, "", object("a", "ClusterIP", 3)))), List.of(watch))));

    told.awaitBatches(2);
    assertThat(told.batches).hasSize(2);
    Service service = (Service) ((ObjectEvent.Upserted) told.batches.get(1).get(0)).resource();
    assertThat(service.type()).isEqualTo("NodePort");
  }

  @Test
  void a_watch_that_ends_goes_on_where_it_was() {
    OpenWatch first =
        new OpenWatch()
            .send(
                event("ADDED", object("b", "ClusterIP", 8)), event("BOOKMARK", object("", "", 20)));
    first.end();
    OpenWatch second = new OpenWatch().send(event("DELETED", object("a", "ClusterIP", 21)));
    FakeApi api =
        serve(
            script(
                List.of(json(list(7, "", object("a", "ClusterIP", 3)))), List.of(first, second)));

    follow(api);

    told.awaitBatches(3);
    assertThat(told.batch(2)).containsExactly("-a");
    assertThat(api.calls())
        .filteredOn(Call::isWatch)
        .extracting(Call::resourceVersion)
        .containsExactly("7", "20");
    assertThat(told.conditions).containsOnly(new Condition.InSync());
  }

  @Test
  void after_an_expired_watch_only_what_differs_is_told_deletions_too() {
    Reply first =
        json(
            list(
                7,
                "",
                object("same", "ClusterIP", 3),
                object("changed", "ClusterIP", 4),
                object("gone", "ClusterIP", 5)));
    Reply second =
        json(list(50, "", object("same", "ClusterIP", 33), object("changed", "NodePort", 44)));
    FakeApi api =
        serve(
            script(
                List.of(first, second), List.of(new OpenWatch().send(EXPIRED), new OpenWatch())));

    follow(api);

    told.awaitBatches(2);
    assertThat(told.batch(1)).containsExactly("+changed", "-gone");
    assertThat(told.conditions).containsOnly(new Condition.InSync());
  }

  @Test
  void a_list_that_expires_between_its_pages_is_read_anew_in_one_piece() {
    FakeApi api =
        serve(
            script(
                List.of(
                    json(list(7, "more", object("vanished", "ClusterIP", 3))),
                    json(410, "{\"kind\": \"Status\", \"code\": 410}"),
                    json(list(9, "", object("a", "ClusterIP", 8)))),
                List.of(new OpenWatch())));

    follow(api);

    told.awaitCondition(new Condition.InSync());
    assertThat(told.batches).hasSize(1);
    assertThat(told.batch(0)).containsExactly("+a");
    assertThat(api.calls().get(2).query()).doesNotContainKeys("limit", "continue");
  }

  @Test
  void a_broken_line_costs_a_list_and_is_quoted_nowhere(CapturedOutput output) {
    OpenWatch broken = new OpenWatch().send("{\"type\": \"ADDED\", \"object\": {\"s3cr3t\": ");
    FakeApi api =
        serve(
            script(
                List.of(json(list(7, "")), json(list(9, "", object("a", "ClusterIP", 8)))),
                List.of(broken, new OpenWatch())));

    follow(api);

    told.awaitBatches(1);
    await().until(() -> told.conditions.size() == 3);
    assertThat(told.conditions)
        .containsExactly(
            new Condition.InSync(), new Condition.Garbled(NOW), new Condition.InSync());
    assertThat(output.getAll()).doesNotContain("s3cr3t");
  }

  @Test
  void a_list_that_is_no_list_is_told_as_such_and_withdraws_nothing() {
    OpenWatch ending = new OpenWatch().send(EXPIRED);
    String cut = "{\"kind\": \"ServiceList\", \"items\": [{\"metadata\": {\"name\": \"s3cr3t";
    follow(
        serve(
            script(
                List.of(
                    json(list(7, "", object("a", "ClusterIP", 3))),
                    json(cut),
                    json("\"hello\""),
                    json("{}"),
                    json(list(9, "", object("a", "ClusterIP", 3)))),
                List.of(ending, new OpenWatch()))));

    await().until(() -> told.conditions.size() == 5);
    assertThat(told.conditions)
        .containsExactly(
            new Condition.InSync(),
            new Condition.Garbled(NOW),
            new Condition.Garbled(NOW),
            new Condition.Garbled(NOW),
            new Condition.InSync());
    assertThat(told.batches).hasSize(1);
  }

  @Test
  void an_object_that_cannot_be_read_costs_only_itself() {
    String deep = "{\"a\": ".repeat(2_000) + "1" + "}".repeat(2_000);
    String nested =
        "{\"metadata\": {\"name\": \"deep\", \"namespace\": \"shop\"}, \"spec\": %s}"
            .formatted(deep);
    FakeApi api =
        serve(
            script(
                List.of(
                    json(
                        list(
                            7,
                            "",
                            object("a", "ClusterIP", 3),
                            object("bad", "ClusterIP", 3),
                            nested,
                            "null"))),
                List.of(new OpenWatch())));

    follow(
        ApiResource.SERVICES,
        api.clients(),
        PATIENCE,
        json -> {
          if (json.path("metadata").path("name").stringValue("").equals("bad")) {
            throw new IllegalStateException("s3cr3t");
          }
          return service(json);
        });

    told.awaitCondition(new Condition.InSync());
    assertThat(told.batch(0)).containsExactly("+a", "+deep", "?bad");
    ObjectEvent.Unreadable bad =
        told.batches.get(0).stream()
            .filter(ObjectEvent.Unreadable.class::isInstance)
            .map(ObjectEvent.Unreadable.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(bad.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.OBJECT_UNREADABLE);
              assertThat(finding.origin().toString()).isEqualTo("Service shop/bad");
              assertThat(finding.sentence()).doesNotContain("s3cr3t");
            });
  }

  @Test
  void one_refusal_is_not_believed() {
    Reply forbidden = json(403, "{}");
    Reply unavailable = json(503, "{}");
    follow(
        serve(
            script(
                List.of(forbidden, unavailable, json(list(7, "", object("a", "ClusterIP", 3)))),
                List.of(new OpenWatch()))));

    told.awaitBatches(1);
    told.awaitCondition(new Condition.InSync());
    assertThat(told.conditions).containsExactly(new Condition.InSync());
  }

  @Test
  void a_kind_that_becomes_forbidden_stays_as_it_was_and_is_read_again_when_allowed() {
    OpenWatch ending = new OpenWatch().send(EXPIRED);
    Reply forbidden = json(403, "{}");
    follow(
        serve(
            script(
                List.of(
                    json(list(7, "", object("a", "ClusterIP", 3))),
                    forbidden,
                    forbidden,
                    json(list(9, "", object("b", "ClusterIP", 8)))),
                List.of(ending, new OpenWatch()))));

    told.awaitBatches(2);
    await().until(() -> told.conditions.size() == 3);
    assertThat(told.batch(1)).containsExactly("+b", "-a");
    assertThat(told.conditions)
        .containsExactly(
            new Condition.InSync(), new Condition.Forbidden("list"), new Condition.InSync());
  }

  @Test
  void where_only_the_watch_is_forbidden_lists_go_on() {
    follow(
        serve(
            script(
                List.of(
                    json(list(7, "", object("a", "ClusterIP", 3))),
                    json(list(8, "", object("a", "ClusterIP", 3))),
                    json(list(9, "", object("b", "ClusterIP", 8)))),
                List.of(json(403, "{}")))));

    told.awaitBatches(2);
    assertThat(told.batch(1)).containsExactly("+b", "-a");
    assertThat(told.conditions).containsOnly(new Condition.Forbidden("watch"));
  }

  @Test
  void a_kind_that_is_not_served_is_settled_and_found_when_it_appears() {
    AtomicInteger asked = new AtomicInteger();
    String resources = "{\"kind\": \"APIResourceList\", \"resources\": [{\"name\": \"gateways\"}]}";
    String gateway = "{\"metadata\": {\"name\": \"a\", \"namespace\": \"shop\"}}";
    FakeApi api =
        serve(
            call -> {
              if (call.isWatch()) {
                return new OpenWatch();
              }
              if (call.path().endsWith("/gateways")) {
                return json(list(7, "", gateway));
              }
              boolean there = call.path().endsWith("/v1beta1") && asked.get() >= 2;
              if (call.path().endsWith("/v1alpha3")) {
                asked.incrementAndGet();
              }
              return there ? json(resources) : json(404, "{}");
            });

    follow(ApiResource.GATEWAYS, api.clients(), PATIENCE);

    told.awaitCondition(new Condition.NotServed());
    assertThat(told.settled).hasValue(1);
    told.awaitCondition(new Condition.InSync());
    assertThat(told.batch(0)).containsExactly("+a");
    assertThat(api.calls())
        .extracting(Call::path)
        .contains("/apis/networking.istio.io/v1beta1/namespaces/shop/gateways");
  }

  @Test
  void a_version_that_is_no_longer_served_is_left_for_one_that_is() {
    String resources = "{\"kind\": \"APIResourceList\", \"resources\": [{\"name\": \"gateways\"}]}";
    OpenWatch ending = new OpenWatch().send(EXPIRED);
    AtomicInteger lists = new AtomicInteger();
    FakeApi api =
        serve(
            call -> {
              boolean old = call.path().contains("/v1/") || call.path().endsWith("/v1");
              if (old && lists.get() > 0 && !call.isWatch()) {
                return json(404, "{}");
              }
              if (call.isWatch()) {
                return old ? ending : new OpenWatch();
              }
              if (call.path().endsWith("/gateways")) {
                lists.incrementAndGet();
                return json(list(7, "", object("a", "", 3)));
              }
              return json(resources);
            });

    follow(ApiResource.GATEWAYS, api.clients(), PATIENCE);

    await()
        .until(
            () ->
                api.calls().stream()
                    .anyMatch(call -> call.isWatch() && call.path().contains("/v1beta1/")));
    assertThat(told.batches).hasSize(1);
    assertThat(told.conditions).containsOnly(new Condition.InSync());
  }

  @Test
  void a_kind_that_is_no_longer_served_has_no_objects() {
    OpenWatch ending = new OpenWatch().send(EXPIRED);
    follow(
        serve(
            script(
                List.of(json(list(7, "", object("a", "ClusterIP", 3))), json(404, "{}")),
                List.of(ending))));

    told.awaitBatches(2);
    assertThat(told.batch(1)).containsExactly("-a");
    told.awaitCondition(new Condition.NotServed());
  }

  @Test
  void a_server_that_fails_is_told_with_its_status() {
    follow(serve(script(List.of(json(500, "s3cr3t")), List.of(new OpenWatch()))));

    told.awaitCondition(new Condition.Failing(NOW, 500));
    assertThat(told.settled).hasValue(0);
  }

  @Test
  void a_server_that_takes_requests_and_never_answers_counts_as_away() {
    follow(serve(call -> FakeApi.silence()));

    told.awaitCondition(new Condition.Unreachable(NOW));
    assertThat(told.settled).hasValue(0);
  }

  @Test
  void a_watch_whose_connection_has_died_unnoticed_is_opened_anew() {
    Patience brief =
        new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(100));
    OpenWatch dead = new OpenWatch();
    OpenWatch second = new OpenWatch().send(event("ADDED", object("b", "ClusterIP", 8)));
    FakeApi api = serve(script(List.of(json(list(7, ""))), List.of(dead, second)));

    follow(ApiResource.SERVICES, api.clients(), brief);

    told.awaitBatches(1);
    assertThat(told.batch(0)).containsExactly("+b");
    assertThat(api.calls()).filteredOn(call -> !call.isWatch()).hasSize(1);
  }

  @Test
  void a_silent_watch_is_let_be() {
    Patience hasty =
        new Patience(
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(100));
    FakeApi api = serve(script(List.of(json(list(7, ""))), List.of(new OpenWatch())));

    follow(ApiResource.SERVICES, api.clients(), hasty);

    told.awaitCondition(new Condition.InSync());
    await()
        .during(Duration.ofMillis(500))
        .until(() -> api.calls().stream().filter(Call::isWatch).count() == 1);
  }

  @Test
  void a_server_that_went_away_is_followed_again_when_it_is_back() throws IOException {
    FakeApi before =
        serve(
            script(
                List.of(
                    json(list(7, "", object("a", "ClusterIP", 3), object("b", "ClusterIP", 4)))),
                List.of(new OpenWatch())));
    follow(before);
    told.awaitCondition(new Condition.InSync());

    before.close();
    told.awaitCondition(new Condition.Unreachable(NOW));
    FakeApi after =
        FakeApi.start(
            before.port(),
            script(
                List.of(
                    json(list(99, "", object("b", "ClusterIP", 4), object("c", "ClusterIP", 98)))),
                List.of(new OpenWatch())));
    opened.add(after);

    told.awaitBatches(2);
    assertThat(told.batch(1)).containsExactly("+c", "-a");
    await()
        .until(() -> told.conditions.get(told.conditions.size() - 1) instanceof Condition.InSync);
  }

  @Test
  void a_server_that_is_not_there_yet_is_waited_for() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    follow(
        ApiResource.SERVICES,
        () -> new ClientBuilder().setBasePath("http://127.0.0.1:" + port).build(),
        PATIENCE);

    told.awaitCondition(new Condition.Unreachable(NOW));
    assertThat(told.settled).hasValue(0);
  }

  @Test
  void credentials_that_have_run_out_are_asked_for_anew() {
    List<String> tokens = Arrays.asList("old", "new");
    AtomicInteger opened = new AtomicInteger();
    FakeApi api =
        serve(
            call ->
                !call.authorization().equals("Bearer new")
                    ? json(401, "{}")
                    : call.isWatch() ? new OpenWatch() : json(list(7, "")));

    follow(
        ApiResource.SERVICES,
        () ->
            new ClientBuilder()
                .setBasePath("http://127.0.0.1:" + api.port())
                .setAuthentication(
                    new AccessTokenAuthentication(tokens.get(opened.getAndIncrement())))
                .build(),
        PATIENCE);

    told.awaitCondition(new Condition.InSync());
    assertThat(told.conditions).containsExactly(new Condition.InSync());
  }

  @Test
  void credentials_that_stay_refused_are_told() {
    follow(serve(call -> json(401, "{}")));

    told.awaitCondition(new Condition.Unauthorized(NOW));
  }

  @Test
  void a_token_that_cannot_be_sent_is_told_and_quoted_nowhere(CapturedOutput output) {
    FakeApi api = serve(call -> json(list(7, "")));

    follow(
        ApiResource.SERVICES,
        () ->
            new ClientBuilder()
                .setBasePath("http://127.0.0.1:" + api.port())
                .setAuthentication(new AccessTokenAuthentication("s3cr3t\n"))
                .build(),
        PATIENCE);

    told.awaitCondition(new Condition.Unreachable(NOW));
    assertThat(output.getAll()).doesNotContain("s3cr3t");
  }

  @Test
  void watches_that_end_at_once_cost_no_lists() {
    FakeApi api =
        serve(
            script(
                List.of(json(list(7, ""))),
                List.of(exchange -> exchange.sendResponseHeaders(200, -1))));

    follow(api);

    await().until(() -> api.calls().stream().filter(Call::isWatch).count() >= 4);
    assertThat(api.calls()).filteredOn(call -> !call.isWatch()).hasSize(1);
    assertThat(told.conditions).containsOnly(new Condition.InSync());
  }
}
