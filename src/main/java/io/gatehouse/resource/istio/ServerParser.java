package io.gatehouse.resource.istio;

import com.google.common.net.InetAddresses;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.IpLiteral;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.istio.Gateway.Protocol;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.Gateway.ServerPort;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one server of a {@link Gateway}. */
final class ServerParser {

  private static final Vocabulary SERVER =
      Vocabulary.of("a server").optional("defaultEndpoint", "names a default backend");

  private static final Vocabulary PORT =
      Vocabulary.of("a server's port").optional("targetPort", "is for ServiceEntries only");

  private static final String PROTOCOLS = "HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP or MONGO";

  private static final String UNIX_SOCKET = "unix:";

  private ServerParser() {}

  static Optional<Server> parse(Metadata metadata, int index, Fields fields) {
    String name = fields.text("name").orElse("");
    Optional<ServerPort> port =
        fields
            .required("port", "Write number, name and protocol below port.")
            .flatMap(Value::object)
            .flatMap(ServerParser::port);
    String bind = fields.get("bind").flatMap(ServerParser::address).orElse("");
    List<ServerHost> hosts = hosts(metadata, fields);
    Optional<Protocol> protocol = port.map(ServerPort::protocol);
    Optional<ServerTls> tls =
        protocol
            .filter(Protocol::needsTls)
            .flatMap(speaking -> ServerTlsParser.parse(fields, speaking));
    boolean redirect =
        protocol
            .filter(speaking -> !speaking.needsTls())
            .filter(speaking -> ServerTlsParser.redirectOnly(fields, speaking))
            .isPresent();
    fields.skip("tls");
    fields.rest(SERVER);
    return port.filter(read -> fields.part().intact())
        .map(read -> new Server(index, name, read, bind, hosts, tls, redirect));
  }

  private static Optional<ServerPort> port(Fields fields) {
    Optional<Integer> number =
        fields
            .required("number", "Set it to the port that clients connect to.")
            .flatMap(value -> value.integer(1, 65535));
    Optional<String> name =
        fields.requiredText("name", "Give it a name that no other server's port has.");
    Optional<Protocol> protocol =
        fields.required("protocol", "Set it to " + PROTOCOLS + ".").flatMap(ServerParser::protocol);
    fields.rest(PORT);
    return number.flatMap(
        n -> name.flatMap(text -> protocol.map(known -> new ServerPort(n, text, known))));
  }

  private static Optional<Protocol> protocol(Value value) {
    Optional<String> text = value.text();
    Optional<Protocol> known = text.flatMap(ServerParser::protocolNamed);
    if (text.isPresent() && known.isEmpty()) {
      value
          .part()
          .fail(
              FindingCode.UNSUPPORTED_PROTOCOL,
              value.origin(),
              "protocol is " + Value.shown(text.get()) + ", which is not supported",
              "Set it to " + PROTOCOLS + ", or serve this port elsewhere.");
    }
    return known;
  }

  private static Optional<Protocol> protocolNamed(String text) {
    return Arrays.stream(Protocol.values())
        .filter(known -> known.title().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /** An IP address in its canonical form, so that one address is one listener. */
  private static Optional<String> address(Value value) {
    Optional<String> text = value.text().filter(given -> !given.isEmpty());
    if (text.isEmpty()) {
      return text;
    }
    if (text.get().startsWith(UNIX_SOCKET)) {
      // Envoy unlinks what is at the path before it binds: whoever writes a Gateway could have any
      // file of the proxy removed.
      value.unsupported(
          "is a socket in the file system of the proxies, and only IP addresses are supported",
          "Write an IP address and a port, for example 127.0.0.1 for clients of the pod alone.");
      return Optional.empty();
    }
    if (!IpLiteral.is(text.get())) {
      value.invalid(
          "is " + Value.shown(text.get()) + ", which is not an IP address",
          "Write an address such as 10.0.0.1 or 2001:db8::1, or remove it to bind all.");
      return Optional.empty();
    }
    return text.map(InetAddresses::forString).map(InetAddresses::toAddrString);
  }

  private static List<ServerHost> hosts(Metadata metadata, Fields fields) {
    List<Value> values = fields.list("hosts");
    Part part = fields.part();
    Part one = part.inner("host");
    List<ServerHost> hosts =
        values.stream()
            .flatMap(value -> host(metadata, value.in(one)).stream())
            .distinct()
            .toList();
    if (hosts.isEmpty()) {
      part.fail(
          FindingCode.INVALID_FIELD,
          fields.at("hosts"),
          values.isEmpty() ? "hosts is empty" : "none of the hosts can be served",
          "Write at least one host, for example www.example.com.");
    }
    return hosts;
  }

  private static Optional<ServerHost> host(Metadata metadata, Value value) {
    Optional<String> text = value.nonEmptyText();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int slash = text.get().indexOf('/');
    String namespace = slash < 0 ? "*" : text.get().substring(0, slash);
    if (namespace.isEmpty()) {
      value.invalid(
          "is " + Value.shown(text.get()) + ", which names no namespace before the slash",
          "Write the host alone, or a namespace, . or * before the slash.");
      return Optional.empty();
    }
    String resolved = namespace.equals(".") ? metadata.namespace() : namespace;
    return HostName.parse(value, text.get().substring(slash + 1))
        .map(host -> new ServerHost(resolved, host));
  }
}
