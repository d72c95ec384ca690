package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.TrafficPolicy.Algorithm;
import io.gatehouse.resource.istio.TrafficPolicy.HashKey;
import io.gatehouse.resource.istio.TrafficPolicy.LoadBalancer;
import io.gatehouse.resource.istio.TrafficPolicy.Warmup;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code loadBalancer} of a traffic policy; one that is wrong gives way to the default. */
final class LoadBalancerParser {

  private static final Vocabulary LOAD_BALANCER = Vocabulary.of("a loadBalancer");
  private static final Vocabulary HASH = Vocabulary.of("consistentHash");
  private static final Vocabulary RING = Vocabulary.of("ringHash");
  private static final Vocabulary MAGLEV = Vocabulary.of("maglev");
  private static final Vocabulary COOKIE = Vocabulary.of("httpCookie");
  private static final Vocabulary ATTRIBUTE = Vocabulary.of("a cookie's attribute");
  private static final Vocabulary WARMUP = Vocabulary.of("warmup");

  /** Envoy's own bounds. */
  private static final int MAX_RING = 8_388_608;

  private static final int MAX_TABLE = 5_000_011;
  private static final int CERTAINTY = 50;

  /** Istio's defaults. */
  private static final int DEFAULT_RING = 1024;

  private static final double DEFAULT_MINIMUM_PERCENT = 10;
  private static final double MAX_AGGRESSION = 1000;

  private static final Map<String, Algorithm> SIMPLE =
      Map.of(
          "UNSPECIFIED", Algorithm.LEAST_REQUEST,
          "LEAST_CONN", Algorithm.LEAST_REQUEST,
          "LEAST_REQUEST", Algorithm.LEAST_REQUEST,
          "ROUND_ROBIN", Algorithm.ROUND_ROBIN,
          "RANDOM", Algorithm.RANDOM);

  private LoadBalancerParser() {}

  static Optional<LoadBalancer> parse(Fields policy) {
    Part part =
        policy
            .part()
            .inner("load balancer", "LEAST_REQUEST, the default, is used in place of what is said");
    return policy
        .get("loadBalancer")
        .flatMap(value -> value.in(part).object())
        .flatMap(LoadBalancerParser::loadBalancer);
  }

  private static Optional<LoadBalancer> loadBalancer(Fields fields) {
    Optional<Warmup> warmup = warmup(fields);
    notByPlace(fields, "localityLbSetting");
    notByPlace(fields, "zoneAwareLbSetting");
    Optional<Value> simple = fields.get("simple");
    Optional<Fields> hash = fields.object("consistentHash");
    fields.rest(LOAD_BALANCER);
    if (hash.isPresent() && simple.isPresent()) {
      fields
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              fields.at("simple"),
              "a load balancer has both simple and consistentHash",
              "Keep one of the two.");
    }
    Optional<LoadBalancer> read =
        hash.isPresent()
            ? hash.flatMap(LoadBalancerParser::consistentHash)
            : Optional.of(
                new LoadBalancer(
                    simple.flatMap(LoadBalancerParser::simple).orElse(Algorithm.LEAST_REQUEST),
                    Optional.empty(),
                    Optional.empty(),
                    warmup));
    read.filter(one -> warmup.isPresent() && !warms(one.algorithm()))
        .ifPresent(one -> noWarmup(fields));
    return read.filter(one -> fields.part().intact());
  }

  private static Optional<Algorithm> simple(Value value) {
    Optional<String> text = value.text();
    if (text.filter("PASSTHROUGH"::equals).isPresent()) {
      value.unsupported(
          "is PASSTHROUGH, which sends a connection where its client had sent it, and clients of a"
              + " gateway have sent it to the gateway",
          "Remove it, or set it to LEAST_REQUEST, ROUND_ROBIN or RANDOM.");
      return Optional.empty();
    }
    Optional<Algorithm> known = text.map(SIMPLE::get);
    if (text.isPresent() && known.isEmpty()) {
      value.invalid(
          "is " + Value.shown(text.get()) + ", which is not a load balancer",
          "Set it to LEAST_REQUEST, ROUND_ROBIN or RANDOM.");
    }
    return known;
  }

  private static Optional<LoadBalancer> consistentHash(Fields hash) {
    List<HashKey> keys =
        Stream.of(
                name(hash, "httpHeaderName").<HashKey>map(HashKey.Header::new),
                hash.object("httpCookie").flatMap(LoadBalancerParser::cookie),
                Optional.<HashKey>of(new HashKey.SourceIp()).filter(k -> hash.flag("useSourceIp")),
                hash.text("httpQueryParameterName").<HashKey>map(HashKey.QueryParameter::new))
            .flatMap(Optional::stream)
            .toList();
    Optional<Fields> maglev = hash.object("maglev");
    Optional<Integer> table =
        maglev
            .flatMap(fields -> fields.get("tableSize"))
            .map(value -> value.in(Settings.part(value.part())))
            .flatMap(LoadBalancerParser::tableSize);
    Optional<Fields> ring = hash.object("ringHash");
    Optional<Integer> least =
        ring.flatMap(fields -> fields.get("minimumRingSize"))
            .or(() -> hash.get("minimumRingSize"))
            .map(value -> value.in(Settings.part(value.part())))
            .flatMap(value -> value.integer(0, MAX_RING))
            .filter(size -> size > 0);
    maglev.ifPresent(fields -> fields.rest(MAGLEV));
    ring.ifPresent(fields -> fields.rest(RING));
    hash.get("minimumRingSize");
    hash.rest(HASH);
    if (keys.size() != 1 && hash.part().intact()) {
      hash.self()
          .invalid(
              keys.isEmpty()
                  ? "does not say what of a request is hashed"
                  : "says in more than one way what of a request is hashed",
              "Write one of httpHeaderName, httpCookie, useSourceIp and httpQueryParameterName.");
    }
    return keys.stream()
        .findFirst()
        .map(
            key ->
                maglev.isPresent()
                    ? new LoadBalancer(Algorithm.MAGLEV, Optional.of(key), table, Optional.empty())
                    : new LoadBalancer(
                        Algorithm.RING_HASH,
                        Optional.of(key),
                        Optional.of(least.orElse(DEFAULT_RING)),
                        Optional.empty()));
  }

  /** Envoy takes a prime number. */
  private static Optional<Integer> tableSize(Value value) {
    Optional<Integer> size = value.integer(0, MAX_TABLE).filter(number -> number > 0);
    Optional<Integer> prime =
        size.filter(number -> BigInteger.valueOf(number).isProbablePrime(CERTAINTY));
    if (size.isPresent() && prime.isEmpty()) {
      value.invalid(
          "is " + size.get() + ", which is not a prime number",
          "Set it to a prime number such as 65537.");
    }
    return prime;
  }

  private static Optional<HashKey> cookie(Fields cookie) {
    cookie.required("name", "Set it to the cookie's name.");
    Optional<String> name = name(cookie, "name");
    Optional<Duration> ttl =
        cookie.get("ttl").flatMap(value -> Settings.duration(value, Duration.ZERO));
    String path = value(cookie, "path");
    List<Map.Entry<String, String>> attributes = new ArrayList<>();
    for (Value value : cookie.list("attributes")) {
      value.object().flatMap(LoadBalancerParser::attribute).ifPresent(attributes::add);
    }
    cookie.rest(COOKIE);
    return name.map(known -> new HashKey.Cookie(known, ttl, path, attributes));
  }

  private static Optional<Map.Entry<String, String>> attribute(Fields fields) {
    fields.required("name", "Set it to the attribute's name.");
    Optional<String> name = name(fields, "name");
    String value = value(fields, "value");
    fields.rest(ATTRIBUTE);
    return name.map(known -> Map.entry(known, value));
  }

  /** Headers and cookies are named alike (RFC 6265, section 4.1.1). */
  private static Optional<String> name(Fields fields, String field) {
    Optional<String> name = fields.get(field).flatMap(Value::nonEmptyText);
    if (name.filter(text -> !HeaderOperationsParser.isName(text)).isPresent()) {
      fields
          .get(field)
          .orElseThrow()
          .invalid("is not a name that can be in a header", "Write letters, digits and hyphens.");
      return Optional.empty();
    }
    return name;
  }

  private static String value(Fields fields, String field) {
    String value = fields.text(field).orElse("");
    if (!HeaderOperationsParser.isValue(value)) {
      fields
          .get(field)
          .orElseThrow()
          .invalid("has control characters, or is too long", "Write it in one short line.");
      return "";
    }
    return value;
  }

  private static boolean warms(Algorithm algorithm) {
    return algorithm == Algorithm.LEAST_REQUEST || algorithm == Algorithm.ROUND_ROBIN;
  }

  private static void noWarmup(Fields loadBalancer) {
    loadBalancer
        .part()
        .warn(
            FindingCode.INVALID_FIELD,
            loadBalancer.at("warmup"),
            "Only LEAST_REQUEST and ROUND_ROBIN can warm endpoints up: they get their full share at"
                + " once.",
            "Remove warmup, or use another load balancer.");
  }

  private static Optional<Warmup> warmup(Fields loadBalancer) {
    Optional<Fields> given = loadBalancer.object("warmup");
    Optional<Warmup> warmup =
        given.flatMap(
            fields ->
                fields
                    .required("duration", "Set it to how long an endpoint warms up.")
                    .flatMap(value -> Settings.duration(value, Duration.ofMillis(1)))
                    .map(
                        duration ->
                            new Warmup(
                                duration,
                                fields
                                    .get("minimumPercent")
                                    .flatMap(value -> Settings.decimal(value, 0, 100))
                                    .orElse(DEFAULT_MINIMUM_PERCENT),
                                fields
                                    .get("aggression")
                                    .flatMap(value -> Settings.decimal(value, 1, MAX_AGGRESSION))
                                    .orElse(1.0))));
    given.ifPresent(fields -> fields.rest(WARMUP));
    return warmup.or(
        () ->
            loadBalancer
                .get("warmupDurationSecs")
                .flatMap(value -> Settings.duration(value, Duration.ofMillis(1)))
                .map(duration -> new Warmup(duration, DEFAULT_MINIMUM_PERCENT, 1)));
  }

  private static void notByPlace(Fields loadBalancer, String name) {
    Optional<Fields> setting = loadBalancer.object(name);
    setting
        .filter(fields -> fields.get("enabled").flatMap(Value::flag).orElse(true))
        .ifPresent(
            fields ->
                loadBalancer
                    .part()
                    .warn(
                        FindingCode.UNSUPPORTED_FIELD,
                        loadBalancer.at(name),
                        name
                            + ", which prefers endpoints by where they are, is not supported: all"
                            + " endpoints count alike.",
                        "Remove the field if that will do."));
  }
}
