package io.gatehouse.resource.istio;

import io.gatehouse.resource.json.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Istio's objects hold them: Go's form, for example {@code 1h2m3.5s}, of which
 * protobuf's JSON form ({@code 5s}) is a part.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
final class GoDuration {

  private static final Pattern PIECE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{0,18})?|\\.[0-9]{1,18})(ns|us|µs|μs|ms|s|m|h)");

  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "µs", BigDecimal.valueOf(1_000),
          "μs", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));

  /** What Go, and Envoy, can hold: nanoseconds in 64 bits. */
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /** Empty, with a finding, where it is no duration; empty text is as good as none. */
  static Optional<Duration> parse(Value value) {
    Optional<String> text = value.text().filter(given -> !given.isEmpty());
    Optional<Duration> duration = text.flatMap(GoDuration::parse);
    if (text.isPresent() && duration.isEmpty()) {
      value.invalid(
          "is " + Value.shown(text.get()) + ", which is not a duration",
          "Write a duration such as 5s, 500ms or 1m30s.");
    }
    return duration;
  }

  /** Empty where {@code text} is no duration, a negative one, or one of more than 292 years. */
  static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher piece = PIECE.matcher(text);
    int end = 0;
    while (end < text.length() && piece.find(end) && piece.start() == end) {
      nanos = nanos.add(new BigDecimal(piece.group(1)).multiply(NANOS.get(piece.group(2))));
      end = piece.end();
    }
    return end == 0 || end < text.length() || nanos.compareTo(MAX) > 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValue()));
  }
}
