package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.Gateway.FilePair;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code tls} of a traffic policy. Where it cannot be honoured nothing is sent: what was to
 * be encrypted or verified is not to be sent otherwise.
 */
final class ClientTlsParser {

  static final String CLOSED = "requests for which it counts are answered with 503";

  private static final Vocabulary TLS = Vocabulary.strict("a trafficPolicy's tls");

  /** What Istio takes for the system's CAs, as if nothing were written. */
  private static final String SYSTEM = "system";

  /** Envoy's bound, which is DNS's. */
  private static final Pattern SNI = Pattern.compile("[!-~]{1,255}");

  private static final String[] KNOWN = {
    "clientCertificate",
    "privateKey",
    "caCertificates",
    "caCrl",
    "credentialName",
    "sni",
    "subjectAltNames",
    "insecureSkipVerify"
  };

  private static final String SET_MODE = "Set it to DISABLE, SIMPLE or MUTUAL.";

  private ClientTlsParser() {}

  static Optional<ClientTls> parse(Fields policy) {
    Part part = policy.part().inner("TLS setting", CLOSED);
    return policy
        .get("tls")
        .map(
            value ->
                value
                    .in(part)
                    .object()
                    .flatMap(ClientTlsParser::tls)
                    .filter(read -> part.intact())
                    .orElseGet(ClientTls.Unusable::new));
  }

  private static Optional<ClientTls> tls(Fields tls) {
    tls.skip(KNOWN);
    String mode = tls.text("mode").orElse("");
    Optional<ClientTls> read =
        switch (mode) {
          case "", "DISABLE" -> Optional.of(disabled(tls, mode.isEmpty()));
          case "SIMPLE" -> Optional.of(originated(tls, false));
          case "MUTUAL" -> Optional.of(originated(tls, true));
          default -> other(tls, mode);
        };
    tls.rest(TLS);
    return read;
  }

  /** Whoever writes other settings and no mode may have meant to have TLS. */
  private static ClientTls disabled(Fields tls, boolean byDefault) {
    Optional<String> other = Stream.of(KNOWN).filter(name -> tls.get(name).isPresent()).findFirst();
    other.ifPresent(
        name -> {
          if (byDefault) {
            fail(tls, "mode", "mode is missing, and means DISABLE then", SET_MODE);
          } else {
            tls.part()
                .warn(
                    FindingCode.INVALID_FIELD,
                    tls.at(name),
                    name + " has no effect where mode is DISABLE.",
                    "Remove it, or set mode to SIMPLE or MUTUAL.");
          }
        });
    return new ClientTls.Disabled();
  }

  private static Optional<ClientTls> other(Fields tls, String mode) {
    Value value = tls.get("mode").orElseThrow();
    if (mode.equals("ISTIO_MUTUAL")) {
      value.unsupported(
          "is ISTIO_MUTUAL, which needs the certificates of a mesh, and these proxies are in none",
          "Write a rule for these proxies with mode SIMPLE, MUTUAL or DISABLE: in their namespace,"
              + " or with their labels in its workloadSelector.");
    } else {
      value.invalid("is " + Value.shown(mode) + ", which is not a TLS mode", SET_MODE);
    }
    return Optional.empty();
  }

  private static ClientTls originated(Fields tls, boolean mutual) {
    Optional<String> credential = tls.text("credentialName");
    Optional<String> certificate = path(tls, "clientCertificate");
    Optional<String> privateKey = path(tls, "privateKey");
    Optional<String> ca =
        tls.text("caCertificates").filter(SYSTEM::equals).isPresent()
            ? Optional.empty()
            : path(tls, "caCertificates");
    Optional<String> crl = path(tls, "caCrl");
    ClientTls.Originated read =
        new ClientTls.Originated(
            tls.self().origin(),
            mutual,
            credential,
            certificate.flatMap(path -> privateKey.map(key -> new FilePair(path, key))),
            ca,
            crl,
            sni(tls),
            tls.texts("subjectAltNames"),
            tls.flag("insecureSkipVerify"));
    if (credential.isPresent()) {
      checkCredential(
          tls, credential.get(), certificate.or(() -> privateKey).or(() -> ca).or(() -> crl));
    } else if (mutual && read.files().isEmpty()) {
      fail(
          tls,
          "mode",
          "mode is MUTUAL, which needs a certificate and its key",
          "Write credentialName, or clientCertificate and privateKey.");
    } else if (!mutual && certificate.or(() -> privateKey).isPresent()) {
      fail(
          tls,
          certificate.isPresent() ? "clientCertificate" : "privateKey",
          "the mode SIMPLE shows no certificate",
          "Remove it, or set mode to MUTUAL.");
    }
    return read;
  }

  private static Optional<String> path(Fields tls, String field) {
    return tls.get(field)
        .filter(value -> !(value.node().isString() && value.node().stringValue().isEmpty()))
        .flatMap(ProxyPath::read);
  }

  private static Optional<String> sni(Fields tls) {
    Optional<String> sni = tls.text("sni");
    if (sni.filter(name -> !SNI.matcher(name).matches()).isPresent()) {
      fail(
          tls,
          "sni",
          "sni is not a name that can be told in a handshake",
          "Write a host name, or remove it to use the request's host.");
    }
    return sni;
  }

  private static void checkCredential(Fields tls, String name, Optional<String> file) {
    SecretName.read(tls, "credentialName", name);
    if (file.isPresent()) {
      fail(
          tls,
          "credentialName",
          "credentialName does not go with files",
          "Keep either credentialName, or the paths of files.");
    }
  }

  private static void fail(Fields tls, String field, String problem, String remedy) {
    tls.part().fail(FindingCode.INVALID_FIELD, tls.at(field), problem, remedy);
  }
}
