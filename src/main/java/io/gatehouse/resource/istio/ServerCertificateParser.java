package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.Gateway.ClientCa;
import io.gatehouse.resource.istio.Gateway.FilePair;
import io.gatehouse.resource.istio.Gateway.ServerCertificate;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a server's certificates are, and the CA of its clients: in Secrets, or in files of the
 * proxy.
 *
 * @see ProxyPath
 */
final class ServerCertificateParser {

  /** One for each type of key: RSA and ECDSA. */
  private static final int MAX_CERTIFICATES = 2;

  private static final Vocabulary PAIR = Vocabulary.strict("a certificate of tlsCertificates");

  private final Fields tls;
  private final List<Value> pairedCas = new ArrayList<>();
  private final Optional<ServerCertificate> certificate;

  private ServerCertificateParser(Fields tls) {
    this.tls = tls;
    this.certificate = exclusive().flatMap(source -> source.read.apply(this));
  }

  /** The ways to say where the certificates are, of which a server has one. */
  private enum Source {
    CREDENTIAL_NAME("credentialName", ServerCertificateParser::credential),
    CREDENTIAL_NAMES("credentialNames", ServerCertificateParser::credentials),
    FILES("serverCertificate and privateKey", ServerCertificateParser::files),
    SEVERAL_FILES("tlsCertificates", ServerCertificateParser::severalFiles);

    private final String fields;
    private final Function<ServerCertificateParser, Optional<ServerCertificate>> read;

    Source(String fields, Function<ServerCertificateParser, Optional<ServerCertificate>> read) {
      this.fields = fields;
      this.read = read;
    }

    private boolean isIn(List<String> unread) {
      return List.of(fields.split(" and ")).stream().anyMatch(unread::contains);
    }
  }

  static ServerCertificateParser read(Fields tls) {
    return new ServerCertificateParser(tls);
  }

  /** What clients are shown; empty where that cannot be told. */
  Optional<ServerCertificate> certificate() {
    return certificate;
  }

  private Optional<Source> exclusive() {
    List<String> unread = tls.unread();
    List<Source> given =
        List.of(Source.values()).stream().filter(source -> source.isIn(unread)).toList();
    if (given.size() > 1) {
      List<String> fields = given.stream().map(source -> source.fields).toList();
      tls.part()
          .fail(
              FindingCode.INVALID_FIELD,
              tls.self().origin(),
              "the certificate is named in more than one way: " + String.join(", ", fields),
              "Keep one of these fields.");
      return Optional.empty();
    }
    return Optional.of(given.isEmpty() ? Source.CREDENTIAL_NAME : given.get(0));
  }

  private Optional<ServerCertificate> credential() {
    return tls.requiredText(
            "credentialName", "Set it to the name of the Secret with certificate and key.")
        .flatMap(name -> SecretName.read(tls, "credentialName", name))
        .map(name -> new ServerCertificate.Credentials(List.of(name)));
  }

  private Optional<ServerCertificate> credentials() {
    Value list = tls.get("credentialNames").orElseThrow();
    List<String> names =
        tls.texts("credentialNames").stream()
            .flatMap(name -> SecretName.read(tls, "credentialNames", name).stream())
            .distinct()
            .toList();
    if (names.size() > MAX_CERTIFICATES) {
      tooMany(list);
      return Optional.empty();
    }
    return Optional.of(names)
        .filter(some -> !some.isEmpty())
        .map(ServerCertificate.Credentials::new);
  }

  private static void tooMany(Value list) {
    list.invalid(
        "has more than " + MAX_CERTIFICATES + " certificates",
        "Keep one with an RSA key and one with an EC key.");
  }

  private Optional<ServerCertificate> files() {
    return pair(tls).map(pair -> new ServerCertificate.Files(List.of(pair)));
  }

  private Optional<ServerCertificate> severalFiles() {
    Value list = tls.get("tlsCertificates").orElseThrow();
    List<Value> entries = list.list();
    if (entries.size() > MAX_CERTIFICATES) {
      tooMany(list);
      return Optional.empty();
    }
    List<FilePair> pairs =
        entries.stream()
            .flatMap(entry -> entry.object().flatMap(this::listedPair).stream())
            .toList();
    return Optional.of(pairs)
        .filter(some -> !some.isEmpty() && some.size() == entries.size())
        .map(ServerCertificate.Files::new);
  }

  private Optional<FilePair> listedPair(Fields entry) {
    Optional<FilePair> pair = pair(entry);
    entry.get("caCertificates").ifPresent(pairedCas::add);
    entry.rest(PAIR);
    return pair;
  }

  private static Optional<FilePair> pair(Fields fields) {
    Optional<String> certificate =
        fields
            .required("serverCertificate", "Set it to the file with the certificate.")
            .flatMap(ProxyPath::read);
    Optional<String> key =
        fields
            .required("privateKey", "Set it to the file with the certificate's key.")
            .flatMap(ProxyPath::read);
    return certificate.flatMap(first -> key.map(second -> new FilePair(first, second)));
  }

  /** What clients' certificates are verified with; empty where that cannot be told. */
  Optional<ClientCa> clientCa() {
    Optional<ClientCa> named =
        tls.text("caCertCredentialName")
            .flatMap(name -> SecretName.read(tls, "caCertCredentialName", name))
            .map(ClientCa.Credential::new);
    Optional<Value> list = tls.text("caCrl").flatMap(text -> tls.get("caCrl"));
    boolean inSecret =
        certificate.filter(ServerCertificate.Credentials.class::isInstance).isPresent();
    if (named.isPresent() || inSecret) {
      list.ifPresent(ServerCertificateParser::belongsToFile);
      warnOfFiles(
          "the CA comes from " + (named.isPresent() ? "caCertCredentialName" : "the credential"));
      return named.or(() -> Optional.of(new ClientCa.OfCertificate()));
    }
    return file().map(path -> new ClientCa.File(path, list.flatMap(ProxyPath::read)));
  }

  private static void belongsToFile(Value list) {
    list.invalid(
        "is a file, but the CA comes from a Secret or ConfigMap",
        "Put the revocation list beside the CA, under the key ca.crl (crl beside cacert).");
  }

  /** Says of CAs in files that they are not looked at. */
  void warnOfFiles(String why) {
    authorities()
        .forEach(
            value ->
                value
                    .part()
                    .warn(
                        FindingCode.INVALID_FIELD,
                        value.origin(),
                        "caCertificates has no effect: " + why + ".",
                        "Remove it."));
  }

  private List<Value> authorities() {
    return Stream.concat(
            pairedCas.stream(),
            tls.text("caCertificates").flatMap(text -> tls.get("caCertificates")).stream())
        .toList();
  }

  /** The one file with the CA, wherever it is named. */
  private Optional<String> file() {
    List<Value> given = authorities();
    List<String> paths = given.stream().flatMap(value -> ProxyPath.read(value).stream()).toList();
    if (new TreeSet<>(paths).size() > 1) {
      given
          .get(0)
          .invalid(
              "differs from another, and a server has one CA bundle",
              "Put all CAs into one file, and name it as caCertificates of tls.");
      return Optional.empty();
    }
    if (given.isEmpty()) {
      tls.required(
          "caCertificates",
          "Set it to the file with the CA that clients' certificates are verified with, or name a"
              + " Secret with it as caCertCredentialName.");
    }
    return paths.stream().findFirst();
  }
}
