package io.gatehouse.status;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.gatehouse.credential.CertificateInfo;
import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.credential.Credentials;
import io.gatehouse.credential.Verdict;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.Credential;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Protocol;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.Gateway.ServerPort;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import io.gatehouse.testing.Objects;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The secure gateway of the task that users start from, as translation would have it: port 443 with
 * {@code httpbin-credential}, port 80 that redirects, a second host whose Secret is missing.
 */
public final class SeedBoard {

  public static final ProxyGroup GROUP =
      new ProxyGroup("istio-system", Map.of("istio", "ingressgateway"), true, IpFamily.IPV4);
  public static final ProxyNode ENVOY = envoy(1, "router~10.0.0.1~gw-1.istio-system~cluster.local");
  public static final String CLUSTER = "outbound|8000||httpbin.default.svc.cluster.local";
  public static final Instant NOT_AFTER = Instant.parse("2031-01-01T00:00:00Z");
  public static final IssuedCertificate CERTIFICATE =
      Certificates.leaf("httpbin.example.com").key(KeyType.rsa(2048)).serial(0).issue();

  private static final String HOST = "httpbin.example.com";
  private static final String OTHER_HOST = "helloworld-v1.example.com";
  private static final ObjectName SECRET = new ObjectName("istio-system", "httpbin-credential");
  private static final ObjectName MISSING = new ObjectName("istio-system", "helloworld-credential");
  private static final Gateway GATEWAY = gateway();
  private static final VirtualService VIRTUAL_SERVICE =
      new VirtualService(
          new Metadata(new ObjectName("default", "httpbin"), Instant.EPOCH, Map.of()),
          List.of(HOST),
          List.of(GATEWAY.name()),
          List.of(),
          List.of(),
          List.of(),
          List.of());
  public static final Finding MISSING_SECRET =
      Finding.error(
          FindingCode.CREDENTIAL_MISSING,
          Origin.of("Secret", MISSING.namespace(), MISSING.name()),
          "The Secret istio-system/helloworld-credential does not exist.",
          "Create it in namespace istio-system.");

  private SeedBoard() {}

  public static ProxyNode envoy(long stream, String id) {
    return new ProxyNode(
        stream, id, GROUP.namespace(), GROUP.labels(), Map.of(), "1.40.0", "127.0.0.1:40000");
  }

  /** Objects and translation, no Envoy connected. */
  public static void fill(StatusBoard board) {
    board.onObjects(view(), List.of());
    board.onGroup(GROUP, SeedBoard::model, credentials(), snapshot(), List.of(MISSING_SECRET));
  }

  /** {@link #ENVOY} connects, is sent everything and acknowledges it. */
  public static void connect(StatusBoard board, ProxyNode node) {
    board.onConnected(node);
    board.onProxy(node, GROUP);
    snapshot()
        .resources()
        .forEach(
            (type, resources) -> {
              board.onSent(node, type, resources.values(), Set.of());
              board.onAcknowledged(node, type, versions(resources));
            });
  }

  private static Map<String, String> versions(Map<String, XdsResource> resources) {
    Map<String, String> versions = new HashMap<>();
    resources.forEach((name, resource) -> versions.put(name, resource.version()));
    return versions;
  }

  public static ObjectView view() {
    return ObjectView.of(List.of(GATEWAY, VIRTUAL_SERVICE));
  }

  private static Gateway gateway() {
    return new Gateway(
        new Metadata(new ObjectName("default", "mygateway"), Instant.EPOCH, Map.of()),
        Map.of("istio", "ingressgateway"),
        List.of(
            https(0, HOST, SECRET.name()),
            new Server(
                1,
                "",
                new ServerPort(80, "http", Protocol.HTTP),
                "",
                List.of(new ServerHost("*", HOST)),
                Optional.empty(),
                true),
            https(2, OTHER_HOST, MISSING.name())));
  }

  private static Server https(int index, String host, String credential) {
    return new Server(
        index,
        "",
        new ServerPort(443, "https-" + index, Protocol.HTTPS),
        "",
        List.of(new ServerHost("*", host)),
        Optional.of(ServerTls.ofCredential(TlsMode.SIMPLE, credential)),
        false);
  }

  public static GatewayModel model() {
    Origin https = GATEWAY.origin(GATEWAY.servers().get(0));
    Origin http = GATEWAY.origin(GATEWAY.servers().get(1));
    Origin service = Origin.of("Service", "default", "httpbin");
    return new GatewayModel(
        List.of(
            new Listener(
                "0.0.0.0_8080",
                List.of("0.0.0.0"),
                8080,
                false,
                List.of(
                    new Listener.FilterChain(
                        "http",
                        List.of(),
                        Optional.empty(),
                        new Handling.Http("http.8080", false),
                        http)),
                http),
            new Listener(
                "0.0.0.0_8443",
                List.of("0.0.0.0"),
                8443,
                true,
                List.of(
                    new Listener.FilterChain(
                        "https.443.https-0.mygateway.default",
                        List.of(HOST),
                        Optional.of(Objects.termination(SECRET.name(), Optional.empty())),
                        new Handling.Http("https.443.https-0.mygateway.default", false),
                        https)),
                https)),
        List.of(
            new RouteConfiguration(
                "http.8080",
                List.of(new VirtualHost(HOST + ":80", List.of(HOST), true, routes(), http)),
                http),
            new RouteConfiguration(
                "https.443.https-0.mygateway.default",
                List.of(
                    new VirtualHost(
                        HOST + ":443", List.of(HOST), false, routes(), VIRTUAL_SERVICE.origin())),
                https)),
        List.of(new io.gatehouse.model.Cluster(CLUSTER, UpstreamProtocol.HTTP1, service)),
        List.of(
            new EndpointAssignment(
                CLUSTER, List.of(new Endpoint("10.0.0.9", 8000, false)), service)),
        List.of(
            new Credential(
                SECRET.name(),
                Credential.Kind.KEY_PAIR,
                "f1",
                false,
                Origin.of("Secret", SECRET.namespace(), SECRET.name()))));
  }

  private static List<Route> routes() {
    return List.of(route(0, "/status"), route(1, "/delay"));
  }

  private static Route route(int match, String prefix) {
    return new Route(
        "",
        new Route.Match(new Path.Prefix(prefix), List.of()),
        new Action.Forward(
            List.of(new WeightedCluster(CLUSTER, 1, HeaderChanges.NONE)),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        HeaderChanges.NONE,
        VIRTUAL_SERVICE.origin().at("spec.http[0].match").at(match));
  }

  public static Credentials credentials() {
    return Credentials.of(
        List.of(
            served(CredentialKey.keyPair(SECRET), "f1", "00"),
            new CredentialStatus(
                CredentialKey.keyPair(MISSING),
                new ObjectKey(Kind.SECRET, MISSING).origin(),
                Verdict.MISSING,
                Serving.NOTHING,
                Optional.empty(),
                Optional.empty(),
                List.of(MISSING_SECRET))));
  }

  public static CredentialStatus served(CredentialKey key, String fingerprint, String serial) {
    CertificateInfo info =
        new CertificateInfo(
            "CN=httpbin.example.com",
            "CN=example.com",
            serial,
            List.of(),
            Instant.parse("2026-01-01T00:00:00Z"),
            NOT_AFTER,
            "RSA 2048",
            "ab".repeat(32));
    return new CredentialStatus(
        key,
        new ObjectKey(Kind.SECRET, key.secret()).origin(),
        Verdict.VALID,
        Serving.CURRENT,
        Optional.of(
            new Content.KeyPair(
                secretBytes(CERTIFICATE.certificatePem()),
                secretBytes(CERTIFICATE.keyPem()),
                List.of(info),
                fingerprint)),
        Optional.empty(),
        List.of());
  }

  private static SecretBytes secretBytes(String text) {
    return SecretBytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  public static Snapshot snapshot() {
    Map<XdsType, Map<String, XdsResource>> resources = new EnumMap<>(XdsType.class);
    GatewayModel model = model();
    model
        .listeners()
        .forEach(
            listener ->
                put(
                    resources,
                    XdsType.LISTENER,
                    listenerMessage(listener),
                    listener.name(),
                    listener.origin(),
                    ""));
    model
        .routeConfigurations()
        .forEach(
            routes ->
                put(
                    resources,
                    XdsType.ROUTE,
                    io.envoyproxy.envoy.config.route.v3.RouteConfiguration.newBuilder()
                        .setName(routes.name())
                        .build(),
                    routes.name(),
                    routes.origin(),
                    ""));
    put(
        resources,
        XdsType.CLUSTER,
        Cluster.newBuilder().setName(CLUSTER).build(),
        CLUSTER,
        model.clusters().get(0).origin(),
        "");
    put(
        resources,
        XdsType.ENDPOINT,
        ClusterLoadAssignment.newBuilder().setClusterName(CLUSTER).build(),
        CLUSTER,
        model.clusters().get(0).origin(),
        "");
    put(
        resources,
        XdsType.SECRET,
        secretMessage(),
        SECRET.name(),
        model.credentials().get(0).origin(),
        "secret=istio-system/httpbin-credential serial=00");
    return new Snapshot(resources, Set.of());
  }

  private static void put(
      Map<XdsType, Map<String, XdsResource>> resources,
      XdsType type,
      Message message,
      String name,
      Origin origin,
      String label) {
    resources
        .computeIfAbsent(type, t -> new TreeMap<>())
        .put(name, new XdsResource(type, name, "v1", Any.pack(message), Set.of(), origin, label));
  }

  private static Message listenerMessage(Listener listener) {
    var message =
        io.envoyproxy.envoy.config.listener.v3.Listener.newBuilder().setName(listener.name());
    for (Listener.FilterChain chain : listener.filterChains()) {
      var encoded = FilterChain.newBuilder().setName(chain.name());
      chain
          .tls()
          .ifPresent(
              tls ->
                  encoded.setTransportSocket(
                      TransportSocket.newBuilder()
                          .setName("envoy.transport_sockets.tls")
                          .setTypedConfig(
                              Any.pack(
                                  DownstreamTlsContext.newBuilder()
                                      .setCommonTlsContext(
                                          CommonTlsContext.newBuilder()
                                              .addTlsCertificateSdsSecretConfigs(
                                                  SdsSecretConfig.newBuilder()
                                                      .setName(tls.certificates().get(0))))
                                      .build()))));
      message.addFilterChains(encoded);
    }
    return message.build();
  }

  private static Message secretMessage() {
    return io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret.newBuilder()
        .setName(SECRET.name())
        .setTlsCertificate(
            TlsCertificate.newBuilder()
                .setCertificateChain(inline(CERTIFICATE.certificatePem() + CERTIFICATE.keyPem()))
                .setPrivateKey(inline(CERTIFICATE.keyPem())))
        .build();
  }

  public static DataSource inline(String text) {
    return DataSource.newBuilder().setInlineBytes(ByteString.copyFromUtf8(text)).build();
  }
}
