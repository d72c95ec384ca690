package io.gatehouse.resource.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.Gateway.ClientCa;
import io.gatehouse.resource.istio.Gateway.ClientChecks;
import io.gatehouse.resource.istio.Gateway.FilePair;
import io.gatehouse.resource.istio.Gateway.Protocol;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerCertificate;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.Gateway.ServerPort;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import io.gatehouse.resource.istio.Gateway.TlsParameters;
import io.gatehouse.resource.istio.Gateway.TlsVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayParserTest {

  private static final String HEALTHY =
      """
      - port: {number: 443, name: healthy, protocol: HTTPS}
        tls: {mode: SIMPLE, credentialName: healthy}
        hosts: [healthy.example.com]
      """;

  @Test
  void reads_the_gateway_of_the_task() {
    Gateway gateway =
        Objects.clean(
            Gateway.class,
            """
            apiVersion: networking.istio.io/v1alpha3
            kind: Gateway
            metadata:
              name: mygateway
            spec:
              selector:
                istio: ingressgateway
              servers:
              - port:
                  number: 443
                  name: https
                  protocol: HTTPS
                tls:
                  mode: SIMPLE
                  credentialName: httpbin-credential
                hosts:
                - httpbin.example.com
            """);

    assertThat(gateway.name()).hasToString("default/mygateway");
    assertThat(gateway.selector()).isEqualTo(Map.of("istio", "ingressgateway"));
    assertThat(gateway.servers())
        .containsExactly(
            new Server(
                0,
                "",
                new ServerPort(443, "https", Protocol.HTTPS),
                "",
                List.of(new ServerHost("*", "httpbin.example.com")),
                Optional.of(ServerTls.ofCredential(TlsMode.SIMPLE, "httpbin-credential")),
                false));
  }

  @Test
  void reads_redirect_bind_name_and_any_case() {
    Gateway gateway =
        clean(
            """
            - name: plain
              bind: 2001:DB8:0:0:0:0:0:1
              port: {number: "80", name: http, protocol: http}
              tls: {httpsRedirect: true, mode: PASSTHROUGH}
              hosts: [./WWW.Example.COM, team/*.example.com, "*/api_1.example.com", "*"]
            """);

    assertThat(gateway.servers())
        .containsExactly(
            new Server(
                0,
                "plain",
                new ServerPort(80, "http", Protocol.HTTP),
                "2001:db8::1",
                List.of(
                    new ServerHost("edge", "www.example.com"),
                    new ServerHost("team", "*.example.com"),
                    new ServerHost("*", "api_1.example.com"),
                    new ServerHost("*", "*")),
                Optional.empty(),
                true));
  }

  @Test
  void reads_all_tls_settings() {
    Gateway gateway =
        clean(
            """
            - port: {number: 443, name: a, protocol: HTTPS}
              hosts: [a.b]
              tls:
                mode: optional_mutual
                credentialNames: [rsa, ec]
                caCertCredentialName: clients
                subjectAltNames: [client.example.com]
                verifyCertificateSpki: [NvqYIYSbgK2vCJpQhObf77vv+bQWtc5ek5RIOwPiC9A=]
                minProtocolVersion: TLSV1_2
                maxProtocolVersion: TLSV1_3
                cipherSuites: [ECDHE-RSA-AES128-GCM-SHA256]
            - port: {number: 443, name: b, protocol: HTTPS}
              hosts: [b.b]
              tls: {mode: MUTUAL, serverCertificate: /a, privateKey: /b, caCertificates: /c, caCrl: /d}
            - {port: {number: 443, name: c, protocol: HTTPS}, hosts: [c.b], tls: {}}
            """);

    assertThat(gateway.servers())
        .extracting(server -> server.tls().orElseThrow())
        .containsExactly(
            new ServerTls(
                TlsMode.OPTIONAL_MUTUAL,
                Optional.of(new ServerCertificate.Credentials(List.of("rsa", "ec"))),
                Optional.of(new ClientCa.Credential("clients")),
                new ClientChecks(
                    List.of("client.example.com"),
                    List.of("NvqYIYSbgK2vCJpQhObf77vv+bQWtc5ek5RIOwPiC9A="),
                    List.of(),
                    false),
                new TlsParameters(
                    Optional.of(TlsVersion.TLSV1_2),
                    Optional.of(TlsVersion.TLSV1_3),
                    List.of("ECDHE-RSA-AES128-GCM-SHA256"))),
            new ServerTls(
                TlsMode.MUTUAL,
                Optional.of(new ServerCertificate.Files(List.of(new FilePair("/a", "/b")))),
                Optional.of(new ClientCa.File("/c", Optional.of("/d"))),
                ClientChecks.NONE,
                TlsParameters.DEFAULT),
            new ServerTls(
                TlsMode.PASSTHROUGH,
                Optional.empty(),
                Optional.empty(),
                ClientChecks.NONE,
                TlsParameters.DEFAULT));
  }

  @Test
  void warns_of_certificates_where_tls_is_passed_through() {
    Parsed parsed = Objects.parse(object(HEALTHY.replace("mode: SIMPLE", "mode: PASSTHROUGH")));

    assertThat(servers(parsed)).hasSize(1);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING invalid-field spec.servers[0].tls.credentialName: credentialName has no effect"
                + " with mode PASSTHROUGH: the proxies do not terminate TLS.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "/", "/a/", "/a/../b", "/a/./b", "/a~b", "/a b", "/a\\\\b", "C:/a", "/ä"})
  void leaves_out_a_server_whose_file_could_be_another(String path) {
    Parsed parsed =
        Objects.parse(
            object(
                "- {port: {number: 443, name: a, protocol: HTTPS}, hosts: [a.b], tls: {mode: SIMPLE,"
                    + " serverCertificate: '"
                    + path
                    + "', privateKey: /b}}"));

    assertThat(servers(parsed)).isEmpty();
    assertThat(Objects.said(parsed))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("which is not the absolute path of a file: the server is left out.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"networking.istio.io/v1", "networking.istio.io/v1beta1"})
  void reads_every_version_of_the_api(String version) {
    Parsed parsed = Objects.parse(object("- {}").replace("networking.istio.io/v1alpha3", version));

    assertThat(parsed.resource()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP2, HTTP2, HTTP",
    "grpc, GRPC, HTTP",
    "GRPC-Web, GRPC_WEB, HTTP",
    "TCP, TCP, TCP",
    "Mongo, MONGO, TCP"
  })
  void reads_every_protocol_in_the_clear(String text, Protocol protocol, Routing routing) {
    Gateway gateway =
        Objects.clean(
            Gateway.class,
            object("- {port: {number: 80, name: a, protocol: " + text + "}, hosts: [a.b]}"));

    Server server = gateway.servers().get(0);
    assertThat(server.port().protocol()).isEqualTo(protocol);
    assertThat(server.routing()).isEqualTo(routing);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS, SIMPLE, HTTP",
    "HTTPS, PASSTHROUGH, TLS",
    "TLS, MUTUAL, TCP",
    "TLS, PASSTHROUGH, TLS"
  })
  void tells_by_protocol_and_mode_who_routes(String protocol, String mode, Routing routing) {
    String tls = mode.equals("PASSTHROUGH") ? "" : ", credentialName: c";
    Gateway gateway =
        Objects.clean(
            Gateway.class,
            object(
                "- {port: {number: 443, name: a, protocol: "
                    + protocol
                    + "}, hosts: [a.b], tls: {mode: "
                    + mode
                    + tls
                    + "}}"));

    assertThat(gateway.servers().get(0).routing()).isEqualTo(routing);
  }

  /** The broken server goes, with a finding that names the field; its neighbour stays. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hosts: [a.b] | ERROR invalid-field spec.servers[0].port: port is missing: the server is left out.",
        "{port: 80, hosts: [a.b]} | ERROR invalid-field spec.servers[0].port: port is a number, where an object is expected: the server is left out.",
        "{port: {number: 0, name: a, protocol: HTTP}, hosts: [a.b]} | ERROR invalid-field spec.servers[0].port.number: number is 0, which is not from 1 to 65535: the server is left out.",
        "{port: {number: 70000, name: a, protocol: HTTP}, hosts: [a.b]} | ERROR invalid-field spec.servers[0].port.number: number is 70000, which is not from 1 to 65535: the server is left out.",
        "{port: {number: 8.5, name: a, protocol: HTTP}, hosts: [a.b]} | ERROR invalid-field spec.servers[0].port.number: number is a number, where a whole number is expected: the server is left out.",
        "{port: {number: 80, protocol: HTTP}, hosts: [a.b]} | ERROR invalid-field spec.servers[0].port.name: name is missing: the server is left out.",
        "{port: {number: 80, name: '', protocol: HTTP}, hosts: [a.b]} | ERROR invalid-field spec.servers[0].port.name: name is empty: the server is left out.",
        "{port: {number: 80, name: a}, hosts: [a.b]} | ERROR invalid-field spec.servers[0].port.protocol: protocol is missing: the server is left out.",
        "{port: {number: 80, name: a, protocol: MYSQL}, hosts: [a.b]} | ERROR unsupported-protocol spec.servers[0].port.protocol: protocol is \"MYSQL\", which is not supported: the server is left out.",
        "{port: {number: 80, name: a, protocol: TCP}, hosts: [a.b], tls: {mode: SIMPLE}} | ERROR invalid-field spec.servers[0].tls.mode: a TCP server has no TLS settings: the server is left out.",
        "{port: {number: 80, name: a, protocol: TLS}, hosts: [a.b]} | ERROR invalid-field spec.servers[0].tls: tls is missing: the server is left out.",
        "{port: {number: 80, name: a, protocol: TCP}, hosts: [a.b], bind: 'unix:///tmp/x'} | ERROR unsupported-field spec.servers[0].bind: bind is a socket in the file system of the proxies, and only IP addresses are supported: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTP}} | ERROR invalid-field spec.servers[0].hosts: hosts is empty: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTP}, hosts: [a.b], bind: eth0} | ERROR invalid-field spec.servers[0].bind: bind is \"eth0\", which is not an IP address: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTP}, hosts: [a.b], tls: {mode: SIMPLE}} | ERROR invalid-field spec.servers[0].tls.mode: a plain HTTP server has no TLS settings but httpsRedirect: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTPS}, hosts: [a.b]} | ERROR invalid-field spec.servers[0].tls: tls is missing: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTPS}, hosts: [a.b], tls: {credentialName: c}} | ERROR invalid-field spec.servers[0].tls.mode: mode is missing: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTPS}, hosts: [a.b], tls: {mode: TRUST, credentialName: c}} | ERROR invalid-field spec.servers[0].tls.mode: mode is \"TRUST\", which is not a TLS mode: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTPS}, hosts: [a.b], tls: {mode: ISTIO_MUTUAL}} | ERROR unsupported-field spec.servers[0].tls.mode: mode is ISTIO_MUTUAL, which uses the certificates that a mesh gives to its proxies, and needs a mesh, which is not behind these proxies: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTPS}, hosts: [a.b], tls: {mode: MUTUAL}} | ERROR invalid-field spec.servers[0].tls.credentialName: credentialName is missing: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTPS}, hosts: [a.b], tls: {mode: MUTUAL, credentialName: kubernetes://c}} | ERROR invalid-field spec.servers[0].tls.credentialName: credentialName has a slash, but is looked up by name in the proxies' namespace only: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTPS}, hosts: [a.b], tls: {mode: SIMPLE, credentialName: c, minProtocolVersion: SSLV3}} | ERROR invalid-field spec.servers[0].tls.minProtocolVersion: minProtocolVersion is \"SSLV3\", which is not a version of TLS: the server is left out.",
        "{port: {number: 80, name: a, protocol: HTTPS}, hosts: [a.b], tls: {mode: SIMPLE, credentialName: c, minVersion: '1.3'}} | ERROR unsupported-field spec.servers[0].tls.minVersion: minVersion is not a field of a server's tls: the server is left out.",
        "443 | ERROR invalid-field spec.servers[0]: servers[0] is a number, where an object is expected: the server is left out.",
      })
  void leaves_out_only_the_server_that_is_wrong(String server, String said) {
    String broken = server.startsWith("hosts") ? "{" + server + "}" : server;
    Parsed parsed = Objects.parse(object("- " + broken + "\n" + HEALTHY));

    assertThat(servers(parsed)).extracting(Server::index).containsExactly(1);
    assertThat(Objects.said(parsed)).containsExactly(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a*b",
        "*a.b",
        "a.*.b",
        "**",
        "https://a.b",
        "a.b:443",
        "/a.b",
        "a..b",
        "-a.b",
        ""
      })
  void leaves_out_only_the_host_that_is_wrong(String host) {
    Parsed parsed =
        Objects.parse(
            object(
                "- {port: {number: 80, name: a, protocol: HTTP}, hosts: ['" + host + "', a.b]}"));

    assertThat(servers(parsed).get(0).hosts()).containsExactly(new ServerHost("*", "a.b"));
    assertThat(Objects.said(parsed)).hasSize(1);
    assertThat(Objects.said(parsed).get(0))
        .startsWith("ERROR invalid-field spec.servers[0].hosts[0]: hosts[0] is ")
        .endsWith(": the host is left out.");
  }

  @Test
  void leaves_out_a_server_none_of_whose_hosts_is_right() {
    Parsed parsed =
        Objects.parse(object("- {port: {number: 80, name: a, protocol: HTTP}, hosts: [a*b]}"));

    assertThat(servers(parsed)).isEmpty();
    assertThat(Objects.said(parsed))
        .contains(
            "ERROR invalid-field spec.servers[0].hosts: none of the hosts can be served:"
                + " the server is left out.");
  }

  @Test
  void serves_the_first_of_two_servers_with_one_port_name() {
    Parsed parsed = Objects.parse(object(HEALTHY + HEALTHY));

    assertThat(servers(parsed)).extracting(Server::index).containsExactly(0);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR invalid-field spec.servers[1]: servers[1] has the port name \"healthy\" of"
                + " servers[0]: the server is left out.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "defaultEndpoint: '127.0.0.1:80' | spec.servers[0].defaultEndpoint: defaultEndpoint, which names a default backend, is not supported: the server is served without it.",
        "colour: red | spec.servers[0].colour: colour is not a field of a server: the server is served without it.",
      })
  void serves_without_what_does_not_restrict(String field, String said) {
    Parsed parsed = Objects.parse(object(HEALTHY.strip() + "\n  " + field));

    assertThat(servers(parsed)).hasSize(1);
    assertThat(Objects.said(parsed)).containsExactly("WARNING unsupported-field " + said);
  }

  @Test
  void tells_that_a_redirect_on_https_has_no_effect() {
    Parsed parsed =
        Objects.parse(object(HEALTHY.replace("SIMPLE,", "SIMPLE, httpsRedirect: true,")));

    assertThat(servers(parsed)).extracting(Server::httpsRedirect).containsExactly(false);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING invalid-field spec.servers[0].tls.httpsRedirect: httpsRedirect has no effect"
                + " on an HTTPS server.");
  }

  @Test
  void takes_fields_that_are_set_to_their_defaults_for_absent() {
    clean(
        """
        - port: {number: 443, name: a, protocol: HTTPS, targetPort: 0}
          hosts: [a.b]
          bind: ""
          defaultEndpoint: null
          tls: {mode: SIMPLE, credentialName: c, cipherSuites: [], minProtocolVersion: TLS_AUTO,
            caCrl: "", insecureSkipVerify: false, subjectAltNames: null, tlsCertificates: {}}
        """);
  }

  @Test
  void tells_how_a_misspelt_field_is_written() {
    Parsed parsed =
        Objects.parse(
            object(HEALTHY.strip().replace("}\n  hosts", ", cipher_suites: [A]}\n  hosts")));

    assertThat(parsed.findings())
        .singleElement()
        .extracting("remedy")
        .isEqualTo("Write it as cipherSuites.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec: 5", "other: 5", "spec: []"})
  void keeps_the_last_good_version_of_an_object_without_spec(String spec) {
    Parsed parsed =
        Objects.parse(
            "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g}, "
                + spec
                + "}");

    assertThat(parsed.resource()).isEmpty();
    assertThat(Objects.said(parsed))
        .contains(
            "ERROR object-unreadable spec: spec is missing or not an object: the object is not"
                + " read, and its last good version, if any, stays in service.");
  }

  /** Without a label of it, the selector would select more proxies. */
  @Test
  void keeps_the_last_good_version_of_an_object_whose_selector_is_wrong() {
    Parsed parsed = Objects.parse(object(HEALTHY).replace("istio: gw", "istio: 5"));

    assertThat(parsed.resource()).isEmpty();
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR invalid-field spec.selector.istio: istio is a number, where text is expected:"
                + " the object is not read, and its last good version, if any, stays in service.");
  }

  @Test
  void warns_of_a_gateway_without_servers() {
    Parsed parsed =
        Objects.parse(
            "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g}, spec: {}}");

    assertThat(servers(parsed)).isEmpty();
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING invalid-field spec.servers: servers is empty: the Gateway listens on nothing.");
  }

  @Test
  void names_a_host_in_its_finding_without_control_characters_and_at_bounded_length() {
    String host = "\\u001b[31m" + "x".repeat(500) + "!";
    Parsed parsed =
        Objects.parse(
            object("- {port: {number: 80, name: a, protocol: HTTP}, hosts: [\"" + host + "\"]}"));

    assertThat(parsed.findings().get(0).sentence())
        .contains("\"\\u001b[31mxxx")
        .hasSizeLessThan(200);
  }

  private static Gateway clean(String servers) {
    return Objects.clean(Gateway.class, object(servers));
  }

  private static List<Server> servers(Parsed parsed) {
    return ((Gateway) parsed.resource().orElseThrow()).servers();
  }

  private static String object(String servers) {
    return """
    apiVersion: networking.istio.io/v1alpha3
    kind: Gateway
    metadata: {name: mygateway, namespace: edge}
    spec:
      selector: {istio: gw}
      servers:
    """
        + servers.strip().indent(2);
  }
}
