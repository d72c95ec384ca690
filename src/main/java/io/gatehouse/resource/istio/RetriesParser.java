package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code retries} of a route. */
final class RetriesParser {

  private static final Vocabulary RETRIES = Vocabulary.of("retries");

  /** Envoy, "x-envoy-retry-on" and "x-envoy-retry-grpc-on". */
  private static final Set<String> CONDITIONS =
      Set.of(
          "5xx",
          "gateway-error",
          "reset",
          "reset-before-request",
          "connect-failure",
          "envoy-ratelimited",
          "retriable-4xx",
          "refused-stream",
          "retriable-status-codes",
          "retriable-headers",
          "http3-post-connect-failure",
          "cancelled",
          "deadline-exceeded",
          "internal",
          "resource-exhausted",
          "unavailable");

  private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");

  private RetriesParser() {}

  /** What replaces the default; one that sets nothing but its attempts to 0 means none at all. */
  static HttpRetries parse(Fields fields) {
    int attempts = fields.integer("attempts", 0, Integer.MAX_VALUE).orElse(0);
    Optional<Duration> perTryTimeout =
        fields.get("perTryTimeout").flatMap(GoDuration::parse).filter(time -> !time.isZero());
    List<String> on = new ArrayList<>();
    List<Integer> statusCodes = new ArrayList<>();
    fields.get("retryOn").ifPresent(value -> conditions(value, on, statusCodes));
    boolean remote = fields.flag("retryRemoteLocalities");
    boolean ignorePrevious =
        fields.get("retryIgnorePreviousHosts").flatMap(Value::flag).orElse(true);
    Optional<Duration> backoff =
        fields.get("backoff").flatMap(GoDuration::parse).filter(time -> !time.isZero());
    List<String> others = fields.unread();
    fields.rest(RETRIES);
    HttpRetries retries =
        new HttpRetries(attempts, perTryTimeout, on, statusCodes, remote, ignorePrevious, backoff);
    boolean saysMore =
        !retries.equals(
            new HttpRetries(
                0, Optional.empty(), List.of(), List.of(), false, true, Optional.empty()));
    if (attempts == 0 && saysMore && others.isEmpty() && fields.part().intact()) {
      fields
          .part()
          .warn(
              FindingCode.INVALID_FIELD,
              fields.at("attempts"),
              "attempts is 0 or missing: requests are not tried again, whatever else retries says.",
              "Set attempts to how often a request is to be tried again.");
    }
    return retries;
  }

  private static void conditions(Value value, List<String> on, List<Integer> statusCodes) {
    Part condition = value.part().inner("condition");
    Arrays.stream(value.text().orElse("").split(","))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .forEach(
            text -> {
              if (STATUS.matcher(text).matches()) {
                statusCodes.add(Integer.valueOf(text));
              } else if (CONDITIONS.contains(text)) {
                on.add(text);
              } else {
                value
                    .in(condition)
                    .invalid(
                        "has " + Value.shown(text) + ", which Envoy does not know",
                        "Write conditions of Envoy's x-envoy-retry-on, or status codes.");
              }
            });
  }
}
