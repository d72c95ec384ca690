package io.gatehouse.status;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.gatehouse.testing.LogCapture;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryLogTest {

  private static final XdsResource SECRET =
      SeedBoard.snapshot().of(XdsType.SECRET).get("httpbin-credential");
  private static final XdsResource LISTENER =
      SeedBoard.snapshot().of(XdsType.LISTENER).get("0.0.0.0_8443");
  private static final String PROXY = "proxy=" + SeedBoard.ENVOY.id();
  private static final String LABEL = "secret=istio-system/httpbin-credential serial=00";

  private final DeliveryLog log = new DeliveryLog();
  private final LogCapture capture = new LogCapture(DeliveryLog.class, Level.INFO);

  @AfterEach
  void close() {
    capture.close();
  }

  @Test
  void the_way_of_a_secret_is_told_in_one_line_each() {
    log.onSubscribed(SeedBoard.ENVOY, XdsType.SECRET, Set.of("httpbin-credential"));
    log.onSent(SeedBoard.ENVOY, XdsType.SECRET, List.of(SECRET), Set.of());
    log.onAcknowledged(SeedBoard.ENVOY, XdsType.SECRET, Map.of("httpbin-credential", "v1"));

    assertThat(capture.lines())
        .containsExactly(
            "INFO Envoy asked for secret " + PROXY + " resource=httpbin-credential",
            "INFO sent secret " + PROXY + " resource=httpbin-credential version=v1 " + LABEL,
            "INFO Envoy acknowledged secret "
                + PROXY
                + " resource=httpbin-credential version=v1 "
                + LABEL);
  }

  @Test
  void a_crowd_of_secrets_is_one_line_and_at_debug_one_each_as_well() {
    List<XdsResource> crowd = Collections.nCopies(DeliveryLog.CROWD + 1, SECRET);
    Map<String, String> versions =
        IntStream.rangeClosed(0, DeliveryLog.CROWD)
            .boxed()
            .collect(Collectors.toMap(i -> "s" + i, i -> "v1"));
    log.onSubscribed(SeedBoard.ENVOY, XdsType.SECRET, versions.keySet());
    log.onSent(SeedBoard.ENVOY, XdsType.SECRET, crowd, Set.of());
    log.onAcknowledged(SeedBoard.ENVOY, XdsType.SECRET, versions);
    assertThat(capture.lines())
        .hasSize(3)
        .satisfiesExactly(
            asked ->
                assertThat(asked)
                    .startsWith("INFO Envoy asked for 21 secrets " + PROXY + " resources=s"),
            sent ->
                assertThat(sent)
                    .startsWith("INFO sent 21 secrets " + PROXY + " resources=httpbin-credential,"),
            taken -> assertThat(taken).startsWith("INFO Envoy acknowledged 21 secrets " + PROXY));

    try (LogCapture all = new LogCapture(DeliveryLog.class, Level.DEBUG)) {
      log.onSent(SeedBoard.ENVOY, XdsType.SECRET, crowd, Set.of());
      assertThat(all.lines()).hasSize(1 + crowd.size());
    }
  }

  @Test
  void a_refusal_is_a_warning_that_quotes_envoy() {
    log.onRefused(SeedBoard.ENVOY, XdsType.SECRET, List.of(SECRET), "KEY VALUES MISMATCH", true);

    assertThat(capture.lines())
        .containsExactly(
            "WARN Envoy refused secret "
                + PROXY
                + " resource=httpbin-credential version=v1 "
                + LABEL
                + " detail=\"KEY VALUES MISMATCH\"");
  }

  @Test
  void a_refusal_of_several_says_that_it_may_be_another() {
    log.onRefused(SeedBoard.ENVOY, XdsType.LISTENER, List.of(LISTENER, LISTENER), "bad", false);

    assertThat(capture.lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith(" among=\"2 resources\""));
  }

  @Test
  void other_types_are_told_at_debug_only_but_their_refusals_are_warnings() {
    log.onSubscribed(SeedBoard.ENVOY, XdsType.LISTENER, Set.of("*"));
    log.onSent(SeedBoard.ENVOY, XdsType.LISTENER, List.of(LISTENER), Set.of());
    log.onAcknowledged(SeedBoard.ENVOY, XdsType.LISTENER, Map.of(LISTENER.name(), "v1"));
    assertThat(capture.lines()).isEmpty();

    log.onRefused(SeedBoard.ENVOY, XdsType.LISTENER, List.of(LISTENER), "bad", true);
    assertThat(capture.lines()).singleElement().asString().startsWith("WARN Envoy refused");
  }

  @Test
  void names_from_outside_can_neither_end_the_line_nor_pass_for_a_field() {
    log.onSubscribed(SeedBoard.ENVOY, XdsType.SECRET, Set.of("x\nINFO forged"));
    log.onSubscribed(SeedBoard.ENVOY, XdsType.SECRET, Set.of("x secret=istio-system/other"));
    log.onRefused(SeedBoard.ENVOY, XdsType.SECRET, List.of(SECRET), "a\" serial=\"FF\r\n", true);

    assertThat(String.join("", capture.lines())).doesNotContain("\n", "\r");
    assertThat(capture.lines().get(0)).endsWith(" resource=\"x\\u000aINFO forged\"");
    assertThat(capture.lines().get(1)).endsWith(" resource=\"x secret=istio-system/other\"");
    assertThat(capture.lines().get(2)).endsWith(" detail=\"a' serial='FF\\u000d\\u000a\"");
  }

  @Test
  void no_key_is_ever_told() {
    try (LogCapture all = new LogCapture(DeliveryLog.class, Level.TRACE)) {
      log.onSent(SeedBoard.ENVOY, XdsType.SECRET, List.of(SECRET), Set.of("gone"));
      log.onRefused(SeedBoard.ENVOY, XdsType.SECRET, List.of(SECRET), "bad", false);
      assertThat(all.lines()).hasSize(3);
      assertThat(KeyMaterial.in(String.join("\n", all.lines()))).isEmpty();
    }
  }
}
