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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code tls} of a server. */
final class ServerTlsParser {

  private static final Map<String, TlsMode> MODES =
      Map.of(
          "SIMPLE", TlsMode.SIMPLE,
          "MUTUAL", TlsMode.MUTUAL,
          "PASSTHROUGH", TlsMode.PASSTHROUGH);

  private static final Map<String, String> OTHER_MODES =
      Map.of(
          "OPTIONAL_MUTUAL", "verifies the certificate of clients that have one",
          "ISTIO_MUTUAL", "uses the mesh's own certificates",
          "AUTO_PASSTHROUGH", "forwards TLS between the networks of a mesh");

  private static final Vocabulary TLS =
      Vocabulary.strict("a server's tls")
          .restricting("serverCertificate", "is a certificate in the proxy's file system")
          .restricting("privateKey", "is a key in the proxy's file system")
          .restricting("caCertificates", "is a CA bundle in the proxy's file system")
          .restricting("caCrl", "is a revocation list in the proxy's file system")
          .restricting("tlsCertificates", "are certificates in the proxy's file system")
          .restricting("credentialNames", "are several certificates for one server")
          .restricting("caCertCredentialName", "names the CA that clients are verified with")
          .restricting("subjectAltNames", "restricts the clients let in to these names")
          .restricting("verifyCertificateSpki", "restricts the clients let in to these keys")
          .restricting(
              "verifyCertificateHash", "restricts the clients let in to these certificates")
          .restricting("minProtocolVersion", "sets the lowest TLS version")
          .restricting("maxProtocolVersion", "sets the highest TLS version")
          .restricting("cipherSuites", "restricts the cipher suites")
          .optional("insecureSkipVerify", "lets clients in whose certificate does not verify");

  private static final ServerTls PASSTHROUGH =
      new ServerTls(
          TlsMode.PASSTHROUGH,
          Optional.empty(),
          Optional.empty(),
          ClientChecks.NONE,
          TlsParameters.DEFAULT);

  private static final String TLS_AUTO = "TLS_AUTO";

  private ServerTlsParser() {}

  /** What a server of {@code protocol} does with TLS. */
  static Optional<ServerTls> parse(Fields server, Protocol protocol) {
    String plain = (protocol == Protocol.HTTPS ? Protocol.HTTP : Protocol.TCP).title();
    return server
        .required(
            "tls", "Write mode and credentialName below tls, or set the protocol to " + plain + ".")
        .flatMap(Value::object)
        .flatMap(ServerTlsParser::terminating);
  }

  private static Optional<ServerTls> terminating(Fields tls) {
    Optional<TlsMode> mode =
        tls.required("mode", "Set it to SIMPLE, or to MUTUAL for clients with certificates.")
            .flatMap(ServerTlsParser::mode);
    if (mode.equals(Optional.of(TlsMode.PASSTHROUGH))) {
      tls.rest(TLS);
      return Optional.of(PASSTHROUGH);
    }
    Optional<String> credential =
        tls.requiredText(
            "credentialName", "Set it to the name of the Secret with certificate and key.");
    credential.filter(name -> name.contains("/")).ifPresent(name -> otherNamespace(tls));
    if (tls.flag("httpsRedirect")) {
      tls.part()
          .warn(
              FindingCode.INVALID_FIELD,
              tls.at("httpsRedirect"),
              "httpsRedirect has no effect on an HTTPS server.",
              "Set it on the server of the plain HTTP port.");
    }
    tls.ignoreDefault("minProtocolVersion", TLS_AUTO);
    tls.ignoreDefault("maxProtocolVersion", TLS_AUTO);
    tls.rest(TLS);
    return mode.flatMap(known -> credential.map(name -> ServerTls.ofCredential(known, name)));
  }

  private static Optional<TlsMode> mode(Value value) {
    Optional<String> text = value.text().map(mode -> mode.toUpperCase(Locale.ROOT));
    Optional<TlsMode> known = text.map(MODES::get);
    if (text.isPresent() && known.isEmpty()) {
      String remedy = "Set it to SIMPLE or MUTUAL, or serve this host elsewhere.";
      String meaning = OTHER_MODES.get(text.get());
      if (meaning == null) {
        value.invalid("is " + Value.shown(text.get()) + ", which is not a TLS mode", remedy);
      } else {
        value.unsupported(
            "is " + text.get() + ", which " + meaning + " and is not supported", remedy);
      }
    }
    return known;
  }

  private static void otherNamespace(Fields tls) {
    tls.part()
        .fail(
            FindingCode.INVALID_FIELD,
            tls.at("credentialName"),
            "credentialName has a slash, but is looked up by name in the proxies' namespace only",
            "Write the Secret's name alone, and put the Secret where the proxies run.");
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
