package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.HttpFault.Abort;
import io.gatehouse.resource.istio.HttpFault.Delay;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code fault} of a route. One of its halves that cannot be honoured is left out alone. */
final class FaultParser {

  private static final Vocabulary FAULT = Vocabulary.of("a fault");
  private static final Vocabulary DELAY =
      Vocabulary.of("a delay").restricting("exponentialDelay", "draws the delay by lot");
  private static final Vocabulary ABORT =
      Vocabulary.of("an abort").restricting("http2Error", "resets the stream");

  /** By their codes. */
  private static final List<String> GRPC_STATUSES =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private FaultParser() {}

  static Optional<HttpFault> parse(Fields fields) {
    Optional<Delay> delay =
        part(fields, "delay").flatMap(found -> delay(found).filter(read -> found.part().intact()));
    Optional<Abort> abort =
        part(fields, "abort").flatMap(found -> abort(found).filter(read -> found.part().intact()));
    fields.rest(FAULT);
    return Optional.of(new HttpFault(delay, abort))
        .filter(fault -> fault.delay().isPresent() || fault.abort().isPresent());
  }

  private static Optional<Fields> part(Fields fault, String name) {
    return fault.get(name).map(value -> value.in(fault.part().inner(name))).flatMap(Value::object);
  }

  private static Optional<Delay> delay(Fields fields) {
    Optional<Duration> fixed = fields.get("fixedDelay").flatMap(GoDuration::parse);
    Optional<Integer> share =
        fields
            .get("percentage")
            .flatMap(PercentParser::parse)
            .or(() -> fields.get("percent").flatMap(PercentParser::whole));
    if (fields.get("percent").isPresent() && fields.get("percentage").isPresent()) {
      fields
          .part()
          .warn(
              FindingCode.INVALID_FIELD,
              fields.at("percent"),
              "percent says nothing beside percentage.",
              "Remove percent.");
    }
    fields.rest(DELAY);
    if (fixed.filter(time -> time.compareTo(SHORTEST) >= 0).isEmpty()) {
      missing(fields, "fixedDelay", "fixedDelay is less than 1 ms or missing");
      return Optional.empty();
    }
    return share(fields, share).map(perMillion -> new Delay(fixed.get(), perMillion));
  }

  private static Optional<Abort> abort(Fields fields) {
    Optional<Integer> http = fields.integer("httpStatus", 200, 599);
    Optional<Integer> grpc = fields.get("grpcStatus").flatMap(FaultParser::grpcStatus);
    Optional<Integer> share = fields.get("percentage").flatMap(PercentParser::parse);
    fields.rest(ABORT);
    if (http.isPresent() == grpc.isPresent()) {
      missing(fields, "httpStatus", "the abort has not just one of httpStatus and grpcStatus");
      return Optional.empty();
    }
    return share(fields, share)
        .map(perMillion -> new Abort(grpc.isPresent(), http.or(() -> grpc).get(), perMillion));
  }

  private static void missing(Fields fields, String field, String problem) {
    if (fields.part().intact()) {
      fields
          .part()
          .fail(FindingCode.INVALID_FIELD, fields.at(field), problem, "Set " + field + ".");
    }
  }

  /** Without a percentage, no request is meant. */
  private static Optional<Integer> share(Fields fields, Optional<Integer> share) {
    if (share.isEmpty() && fields.part().intact()) {
      fields
          .part()
          .warn(
              FindingCode.INVALID_FIELD,
              fields.at("percentage"),
              "The fault has no percentage, and so is done to no request.",
              "Set percentage.value, for example to 100.");
    }
    return share;
  }

  private static Optional<Integer> grpcStatus(Value value) {
    Optional<String> name = value.text().filter(text -> !text.isEmpty());
    Optional<Integer> code = name.map(GRPC_STATUSES::indexOf).filter(index -> index >= 0);
    if (name.isPresent() && code.isEmpty()) {
      value.invalid(
          "is " + Value.shown(name.get()) + ", which is no status of gRPC",
          "Write a name such as UNAVAILABLE.");
    }
    return code;
  }
}
