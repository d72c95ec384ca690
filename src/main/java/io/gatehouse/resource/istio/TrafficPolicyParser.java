package io.gatehouse.resource.istio;

import io.gatehouse.resource.istio.TrafficPolicy.OutlierDetection;
import io.gatehouse.resource.istio.TrafficPolicy.ProxyProtocol;
import io.gatehouse.resource.istio.TrafficPolicy.RetryBudget;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code trafficPolicy} of a DestinationRule or of a subset. */
final class TrafficPolicyParser {

  private static final Vocabulary POLICY =
      Vocabulary.of("a trafficPolicy")
          .optional("tunnel", "sends TCP connections through an HTTP proxy");
  private static final Vocabulary PORT_SETTINGS = Vocabulary.of("portLevelSettings");
  private static final Vocabulary PORT = Vocabulary.of("a port of portLevelSettings");
  private static final Vocabulary OUTLIER =
      Vocabulary.of("outlierDetection")
          .optional("consecutiveErrors", "Istio has replaced by consecutiveGatewayErrors")
          .optional("outlierDetectionHttpErrorCodes", "says which answers count as errors");
  private static final Vocabulary PROXY_PROTOCOL = Vocabulary.strict("proxyProtocol");
  private static final Vocabulary RETRY_BUDGET =
      Vocabulary.of("retryBudget")
          .optional("budgetInterval", "is the time in which requests are counted");

  private static final int DEFAULT_BUDGET_PERCENT = 20;
  private static final int DEFAULT_RETRY_CONCURRENCY = 3;

  private TrafficPolicyParser() {}

  /** What {@code owner} says in its {@code trafficPolicy}; empty where it says nothing. */
  static Optional<TrafficPolicy> parse(Fields owner) {
    Part own = owner.part().inner("traffic policy", ClientTlsParser.CLOSED);
    return owner
        .get("trafficPolicy")
        .map(value -> value.in(own).object().map(TrafficPolicyParser::policy).orElse(UNREADABLE));
  }

  /** It may have asked for TLS. */
  private static final TrafficPolicy UNREADABLE =
      with(TrafficPolicy.NONE, Optional.of(new ClientTls.Unusable()), Map.of());

  private static TrafficPolicy policy(Fields fields) {
    Map<Integer, TrafficPolicy> ports = new HashMap<>();
    boolean complete = true;
    for (Value value : fields.list("portLevelSettings")) {
      complete &= port(value.in(fields.part()), ports);
    }
    TrafficPolicy policy = settings(fields);
    policy =
        new TrafficPolicy(
            policy.loadBalancer(),
            policy.connectionPool(),
            policy.outlierDetection(),
            policy.tls(),
            proxyProtocol(fields),
            retryBudget(fields),
            ports);
    fields.rest(POLICY);
    return complete && fields.part().intact()
        ? policy
        : with(policy, Optional.of(new ClientTls.Unusable()), Map.of());
  }

  private static TrafficPolicy with(
      TrafficPolicy policy, Optional<ClientTls> tls, Map<Integer, TrafficPolicy> ports) {
    return new TrafficPolicy(
        policy.loadBalancer(),
        policy.connectionPool(),
        policy.outlierDetection(),
        tls,
        policy.proxyProtocol(),
        policy.retryBudget(),
        ports);
  }

  private static TrafficPolicy settings(Fields fields) {
    return new TrafficPolicy(
        LoadBalancerParser.parse(fields),
        ConnectionPoolParser.parse(fields),
        outlierDetection(fields),
        ClientTlsParser.parse(fields),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** Of several for one port the first counts. */
  private static boolean port(Value value, Map<Integer, TrafficPolicy> ports) {
    Optional<Fields> fields = value.object();
    Optional<Integer> number =
        fields
            .flatMap(all -> all.required("port", "Write the port's number below port."))
            .flatMap(Value::object)
            .flatMap(TrafficPolicyParser::number);
    fields.ifPresent(
        all -> {
          TrafficPolicy policy = settings(all);
          all.rest(PORT_SETTINGS);
          number.ifPresent(known -> ports.putIfAbsent(known, policy));
        });
    return number.isPresent();
  }

  private static Optional<Integer> number(Fields port) {
    Optional<Integer> number =
        port.required("number", "Set it to a port of the Service.")
            .flatMap(value -> value.integer(1, 65535));
    port.rest(PORT);
    return number;
  }

  private static Optional<OutlierDetection> outlierDetection(Fields policy) {
    return Settings.below(policy, "outlierDetection")
        .map(
            settings -> {
              OutlierDetection outlier =
                  new OutlierDetection(
                      settings.number("consecutive5xxErrors", Integer.MAX_VALUE),
                      settings.number("consecutiveGatewayErrors", Integer.MAX_VALUE),
                      settings.flag("splitExternalLocalOriginErrors"),
                      settings.limit("consecutiveLocalOriginFailures"),
                      settings.duration("interval"),
                      settings.duration("baseEjectionTime"),
                      settings.number("maxEjectionPercent", 100).filter(percent -> percent > 0),
                      settings.number("minHealthPercent", 100).orElse(0));
              settings.rest(OUTLIER);
              return outlier;
            });
  }

  private static Optional<ProxyProtocol> proxyProtocol(Fields policy) {
    return policy
        .object("proxyProtocol")
        .map(
            fields -> {
              Optional<Value> version = fields.get("version");
              fields.rest(PROXY_PROTOCOL);
              return version.flatMap(TrafficPolicyParser::version).orElse(ProxyProtocol.V1);
            });
  }

  private static Optional<ProxyProtocol> version(Value value) {
    Optional<String> text = value.text();
    if (text.filter(known -> known.equals("V1") || known.equals("V2")).isPresent()) {
      return text.map(ProxyProtocol::valueOf);
    }
    text.ifPresent(
        unknown ->
            value.invalid(
                "is " + Value.shown(unknown) + ", which is not a version of the PROXY protocol",
                "Set it to V1 or V2."));
    return Optional.empty();
  }

  private static Optional<RetryBudget> retryBudget(Fields policy) {
    return Settings.below(policy, "retryBudget")
        .map(
            settings -> {
              RetryBudget budget =
                  new RetryBudget(
                      settings.decimal("percent", 0, 100).orElse((double) DEFAULT_BUDGET_PERCENT),
                      settings
                          .number("minRetryConcurrency", Integer.MAX_VALUE)
                          .orElse(DEFAULT_RETRY_CONCURRENCY));
              settings.rest(RETRY_BUDGET);
              return budget;
            });
  }
}
