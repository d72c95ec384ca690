package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.Gateway.ClientChecks;
import io.gatehouse.resource.istio.Gateway.Protocol;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import io.gatehouse.resource.istio.Gateway.TlsParameters;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code tls} of a server.
 *
 * @see <a
 *     href="https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings">Istio's
 *     reference</a>
 */
final class ServerTlsParser {

  private static final Map<String, TlsMode> MODES =
      Map.of(
          "SIMPLE", TlsMode.SIMPLE,
          "MUTUAL", TlsMode.MUTUAL,
          "OPTIONAL_MUTUAL", TlsMode.OPTIONAL_MUTUAL,
          "PASSTHROUGH", TlsMode.PASSTHROUGH);

  private static final Map<String, String> MESH_MODES =
      Map.of(
          "ISTIO_MUTUAL", "uses the certificates that a mesh gives to its proxies",
          "AUTO_PASSTHROUGH", "forwards TLS between the networks of a mesh");

  private static final String MODES_REMEDY =
      "Set it to SIMPLE, MUTUAL, OPTIONAL_MUTUAL or PASSTHROUGH.";

  private static final Vocabulary TLS = Vocabulary.strict("a server's tls");

  /** All that says how TLS is terminated. */
  private static final List<String> TERMINATION =
      List.of(
          "credentialName",
          "credentialNames",
          "serverCertificate",
          "privateKey",
          "caCertificates",
          "caCrl",
          "tlsCertificates",
          "caCertCredentialName",
          "subjectAltNames",
          "verifyCertificateSpki",
          "verifyCertificateHash",
          "insecureSkipVerify",
          "minProtocolVersion",
          "maxProtocolVersion",
          "cipherSuites");

  /**
   * What concerns clients' certificates, which mode SIMPLE does not ask for; CAs in files aside.
   */
  private static final List<String> OF_CLIENTS =
      List.of(
          "caCrl",
          "caCertCredentialName",
          "subjectAltNames",
          "verifyCertificateSpki",
          "verifyCertificateHash",
          "insecureSkipVerify");

  private ServerTlsParser() {}

  /** What a server of {@code protocol}, HTTPS or TLS, does with TLS. */
  static Optional<ServerTls> parse(Fields server, Protocol protocol) {
    String plain = (protocol == Protocol.HTTPS ? Protocol.HTTP : Protocol.TCP).title();
    return server
        .required(
            "tls", "Write mode and credentialName below tls, or set the protocol to " + plain + ".")
        .flatMap(Value::object)
        .flatMap(ServerTlsParser::read);
  }

  private static Optional<ServerTls> read(Fields tls) {
    if (tls.flag("httpsRedirect")) {
      tls.part()
          .warn(
              FindingCode.INVALID_FIELD,
              tls.at("httpsRedirect"),
              "httpsRedirect has no effect on an HTTPS server.",
              "Set it on the server of the plain HTTP port.");
    }
    tls.ignoreDefault("minProtocolVersion", TlsParametersParser.AUTO);
    tls.ignoreDefault("maxProtocolVersion", TlsParametersParser.AUTO);
    Optional<ServerTls> read =
        mode(tls)
            .flatMap(
                mode ->
                    mode == TlsMode.PASSTHROUGH
                        ? Optional.of(passedThrough(tls))
                        : terminated(mode, tls));
    TERMINATION.forEach(tls::skip);
    tls.rest(TLS);
    return read;
  }

  /** Absent means PASSTHROUGH in Istio, which nobody wants who writes certificates. */
  private static Optional<TlsMode> mode(Fields tls) {
    Optional<Value> given = tls.get("mode");
    if (given.isEmpty() && tls.unread().stream().noneMatch(TERMINATION::contains)) {
      return Optional.of(TlsMode.PASSTHROUGH);
    }
    return tls.required("mode", "Set it to SIMPLE, or to MUTUAL for clients with certificates.")
        .flatMap(ServerTlsParser::mode);
  }

  private static Optional<TlsMode> mode(Value value) {
    Optional<String> text = value.text().map(mode -> mode.toUpperCase(Locale.ROOT));
    Optional<TlsMode> known = text.map(MODES::get);
    if (text.isPresent() && known.isEmpty()) {
      String meaning = MESH_MODES.get(text.get());
      if (meaning == null) {
        value.invalid("is " + Value.shown(text.get()) + ", which is not a TLS mode", MODES_REMEDY);
      } else {
        value.unsupported(
            "is "
                + text.get()
                + ", which "
                + meaning
                + ", and needs a mesh, which is not behind these proxies",
            MODES_REMEDY);
      }
    }
    return known;
  }

  private static ServerTls passedThrough(Fields tls) {
    warnOfUnused(tls, TERMINATION, TlsMode.PASSTHROUGH, "the proxies do not terminate TLS");
    return new ServerTls(
        TlsMode.PASSTHROUGH,
        Optional.empty(),
        Optional.empty(),
        ClientChecks.NONE,
        TlsParameters.DEFAULT);
  }

  private static Optional<ServerTls> terminated(TlsMode mode, Fields tls) {
    ServerCertificateParser certificates = ServerCertificateParser.read(tls);
    TlsParameters parameters = TlsParametersParser.parse(tls);
    if (mode == TlsMode.SIMPLE) {
      certificates.warnOfFiles("mode SIMPLE asks for no client's certificate");
      warnOfUnused(tls, OF_CLIENTS, mode, "clients are not asked for certificates");
      return certificates
          .certificate()
          .map(
              certificate ->
                  new ServerTls(
                      mode,
                      Optional.of(certificate),
                      Optional.empty(),
                      ClientChecks.NONE,
                      parameters));
    }
    ClientChecks checks = ClientChecksParser.parse(tls);
    return certificates
        .certificate()
        .flatMap(
            certificate ->
                certificates
                    .clientCa()
                    .map(
                        ca ->
                            new ServerTls(
                                mode,
                                Optional.of(certificate),
                                Optional.of(ca),
                                checks,
                                parameters)));
  }

  private static void warnOfUnused(Fields tls, List<String> names, TlsMode mode, String why) {
    tls.unread().stream()
        .filter(names::contains)
        .forEach(
            name ->
                tls.part()
                    .warn(
                        FindingCode.INVALID_FIELD,
                        tls.at(name),
                        name + " has no effect with mode " + mode + ": " + why + ".",
                        "Remove it, or choose another mode."));
  }

  /**
   * Whether a server in the clear sends its clients to HTTPS, which only HTTP can. Whoever writes
   * other TLS settings does not want them served in the clear.
   */
  static boolean redirectOnly(Fields server, Protocol protocol) {
    Optional<Fields> tls = server.object("tls");
    if (tls.isEmpty()) {
      return false;
    }
    boolean redirect = protocol.isPlainHttp() && tls.get().flag("httpsRedirect");
    tls.get().ignoreDefault("mode", "PASSTHROUGH");
    for (String other : tls.get().unread()) {
      tls.get()
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              tls.get().at(other),
              protocol.isPlainHttp()
                  ? "a plain HTTP server has no TLS settings but httpsRedirect"
                  : "a " + protocol.title() + " server has no TLS settings",
              "Remove it, or set the protocol to "
                  + (protocol.isPlainHttp() ? Protocol.HTTPS : Protocol.TLS).title()
                  + ".");
    }
    return redirect;
  }
}
