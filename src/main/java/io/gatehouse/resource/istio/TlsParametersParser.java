package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.Gateway.TlsParameters;
import io.gatehouse.resource.istio.Gateway.TlsVersion;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Versions of TLS and cipher suites of a server. */
final class TlsParametersParser {

  static final String AUTO = "TLS_AUTO";

  /** The suites of TLS 1.2 and below that Istio's reference lists and Envoy knows. */
  private static final Set<String> SUITES =
      Set.of(
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384",
          "ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-CHACHA20-POLY1305",
          "ECDHE-RSA-CHACHA20-POLY1305",
          "ECDHE-ECDSA-AES256-SHA",
          "ECDHE-RSA-AES256-SHA",
          "ECDHE-ECDSA-AES128-SHA",
          "ECDHE-RSA-AES128-SHA",
          "AES256-GCM-SHA384",
          "AES128-GCM-SHA256",
          "AES256-SHA",
          "AES128-SHA",
          "DES-CBC3-SHA");

  private static final String SUITES_REMEDY =
      "Write suites of TLS 1.2 by their OpenSSL names, for example ECDHE-RSA-AES128-GCM-SHA256.";

  private TlsParametersParser() {}

  static TlsParameters parse(Fields tls) {
    Optional<TlsVersion> min = version(tls, "minProtocolVersion");
    Optional<TlsVersion> max = version(tls, "maxProtocolVersion");
    TlsVersion lowest = min.orElse(TlsVersion.TLSV1_2);
    if (max.filter(highest -> highest.compareTo(lowest) < 0).isPresent()) {
      tls.part()
          .fail(
              FindingCode.INVALID_FIELD,
              tls.at("maxProtocolVersion"),
              "maxProtocolVersion is below "
                  + (min.isPresent()
                      ? "minProtocolVersion"
                      : "TLSV1_2, the default lowest version"),
              "Set minProtocolVersion to a version that is not above it.");
    }
    List<String> suites = suites(tls, lowest);
    if (lowest.compareTo(TlsVersion.TLSV1_2) < 0 && suites.isEmpty()) {
      tls.part()
          .warn(
              FindingCode.INVALID_FIELD,
              tls.at("minProtocolVersion"),
              "minProtocolVersion is below TLSV1_2, but none of the default cipher suites is in the"
                  + " older versions: their clients are refused.",
              "Name suites such as ECDHE-RSA-AES128-SHA in cipherSuites, or set TLSV1_2.");
    }
    return new TlsParameters(min, max, suites);
  }

  private static Optional<TlsVersion> version(Fields tls, String field) {
    Optional<Value> value = tls.get(field);
    Optional<String> text =
        value
            .flatMap(Value::text)
            .map(name -> name.toUpperCase(Locale.ROOT))
            .filter(name -> !name.isEmpty() && !name.equals(AUTO));
    Optional<TlsVersion> known =
        Arrays.stream(TlsVersion.values())
            .filter(version -> text.filter(version.name()::equals).isPresent())
            .findFirst();
    if (text.isPresent() && known.isEmpty()) {
      value
          .get()
          .invalid(
              "is " + Value.shown(text.get()) + ", which is not a version of TLS",
              "Set it to TLSV1_0, TLSV1_1, TLSV1_2 or TLSV1_3, or remove it.");
    }
    return known;
  }

  /** Envoy would refuse a whole list for one suite that it does not know. */
  private static List<String> suites(Fields tls, TlsVersion lowest) {
    List<Value> given = tls.list("cipherSuites");
    Set<String> known = new LinkedHashSet<>();
    for (Value value : given) {
      Optional<String> suite = value.nonEmptyText();
      if (suite.filter(SUITES::contains).isPresent()) {
        known.add(suite.get());
      } else {
        suite.ifPresent(name -> warnOfUnknown(value, name));
      }
    }
    if (!given.isEmpty() && known.isEmpty() && lowest != TlsVersion.TLSV1_3) {
      tls.part()
          .fail(
              FindingCode.INVALID_FIELD,
              tls.at("cipherSuites"),
              "none of the cipherSuites is one that Envoy could be limited to",
              SUITES_REMEDY);
    }
    return List.copyOf(known);
  }

  private static void warnOfUnknown(Value value, String suite) {
    value
        .part()
        .warn(
            FindingCode.INVALID_FIELD,
            value.origin(),
            "The cipher suite "
                + Value.shown(suite)
                + " is left out: it is not one that can be chosen (those of TLS 1.3 are always on).",
            SUITES_REMEDY);
  }
}
