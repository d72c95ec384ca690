package io.gatehouse.credential;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.admin.v3.ListenerStatus;
import io.envoyproxy.envoy.admin.v3.Listeners;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.Tools;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A real Envoy that is offered secrets over SDS, each on a listener and stream of its own, and what
 * it says of each.
 */
final class SdsProbe implements AutoCloseable {

  private static final String ACCEPTED = "";

  private final Map<String, Secret> offered;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Server server;
  private final Process envoy;
  private final Path log;
  private final Path adminAddress;

  /**
   * @param version of Envoy
   * @param offered by SDS name
   * @param server what listeners serve whose offered secret is a CA bundle
   */
  SdsProbe(String version, Map<String, Secret> offered, IssuedCertificate server, Path directory)
      throws IOException, InterruptedException {
    this.offered = Map.copyOf(offered);
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new SecretService())
            .build()
            .start();
    Path bootstrap = directory.resolve("envoy-" + version + ".yaml");
    Files.writeString(bootstrap, bootstrap(server));
    adminAddress = directory.resolve("admin-" + version);
    log = directory.resolve("envoy-" + version + ".log");
    envoy =
        new ProcessBuilder(
                Tools.bring("envoy@" + version).toString(),
                "--config-path",
                bootstrap.toString(),
                "--concurrency",
                "1",
                "--disable-hot-restart",
                "--admin-address-path",
                adminAddress.toString(),
                "--log-level",
                "warn")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  static Secret keyPair(
      String name, SecretBytes chain, SecretBytes key, Optional<SecretBytes> ocspResponse) {
    var certificate =
        TlsCertificate.newBuilder().setCertificateChain(inline(chain)).setPrivateKey(inline(key));
    ocspResponse.ifPresent(response -> certificate.setOcspStaple(inline(response)));
    return Secret.newBuilder().setName(name).setTlsCertificate(certificate).build();
  }

  static Secret caBundle(String name, SecretBytes bundle, Optional<SecretBytes> revocationLists) {
    var validation = CertificateValidationContext.newBuilder().setTrustedCa(inline(bundle));
    revocationLists.ifPresent(lists -> validation.setCrl(inline(lists)));
    return Secret.newBuilder().setName(name).setValidationContext(validation).build();
  }

  private static DataSource inline(SecretBytes bytes) {
    return DataSource.newBuilder().setInlineBytes(ByteString.copyFrom(bytes.toByteArray())).build();
  }

  /** Why each secret was refused, once all are answered; an empty text for one that was taken. */
  Map<String, String> answers() {
    await()
        .atMost(Duration.ofSeconds(60))
        .conditionEvaluationListener(condition -> requireAlive())
        .until(() -> answers.keySet().containsAll(offered.keySet()));
    return new TreeMap<>(answers);
  }

  /** The port of each listener, by the SDS name of its secret. */
  Map<String, Integer> ports() throws IOException {
    URI listeners =
        URI.create("http://" + Files.readString(adminAddress) + "/listeners?format=json");
    Listeners.Builder read = Listeners.newBuilder();
    try (InputStream in = listeners.toURL().openStream()) {
      JsonFormat.parser().merge(new InputStreamReader(in, StandardCharsets.UTF_8), read);
    }
    return read.getListenerStatusesList().stream()
        .collect(
            Collectors.toMap(
                ListenerStatus::getName,
                status -> status.getLocalAddress().getSocketAddress().getPortValue()));
  }

  private void requireAlive() {
    if (!envoy.isAlive()) {
      throw new IllegalStateException("Envoy ended with " + envoy.exitValue() + ", see " + log);
    }
  }

  @Override
  public void close() {
    envoy.destroy();
    await().atMost(Duration.ofSeconds(10)).until(() -> !envoy.isAlive());
    server.shutdownNow();
  }

  private final class SecretService
      extends SecretDiscoveryServiceGrpc.SecretDiscoveryServiceImplBase {

    @Override
    public StreamObserver<DiscoveryRequest> streamSecrets(
        StreamObserver<DiscoveryResponse> responses) {
      return new StreamObserver<>() {
        private String name = "";

        @Override
        public void onNext(DiscoveryRequest request) {
          if (name.isEmpty()) {
            name = request.getResourceNames(0);
            responses.onNext(response(offered.get(name)));
          } else if (request.hasErrorDetail()) {
            answers.putIfAbsent(name, request.getErrorDetail().getMessage());
          } else {
            answers.putIfAbsent(name, ACCEPTED);
          }
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          responses.onCompleted();
        }
      };
    }
  }

  private static DiscoveryResponse response(Secret secret) {
    Any resource = Any.pack(secret);
    return DiscoveryResponse.newBuilder()
        .setTypeUrl(resource.getTypeUrl())
        .setVersionInfo("1")
        .setNonce("1")
        .addResources(resource)
        .build();
  }

  private String bootstrap(IssuedCertificate certificate) {
    List<String> listeners = new ArrayList<>();
    new TreeMap<>(offered)
        .forEach((name, secret) -> listeners.add(listener(name, secret, certificate)));
    return """
        {"node": {"id": "probe", "cluster": "probe"},
         "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}}},
         "static_resources": {
          "clusters": [{
           "name": "sds", "type": "STATIC", "connect_timeout": "5s",
           "circuit_breakers": {"thresholds": [{"max_requests": 5000}]},
           "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
             "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
             "explicit_http_config": {"http2_protocol_options": {"max_concurrent_streams": 5000}}}},
           "load_assignment": {"cluster_name": "sds", "endpoints": [{"lb_endpoints": [{"endpoint": {
            "address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}}}}]}]}}],
          "listeners": [%s]}}
        """
        .formatted(server.getPort(), listeners.stream().collect(Collectors.joining(",\n")));
  }

  private static String listener(String name, Secret secret, IssuedCertificate certificate) {
    String sds =
        """
        {"name": "%s", "sds_config": {"resource_api_version": "V3", "api_config_source": {
         "api_type": "GRPC", "transport_api_version": "V3",
         "grpc_services": [{"envoy_grpc": {"cluster_name": "sds"}}]}}}"""
            .formatted(name);
    String common =
        secret.hasTlsCertificate()
            ? "\"tls_certificate_sds_secret_configs\": [" + sds + "]"
            : """
              "validation_context_sds_secret_config": %s, "tls_certificates": [{
               "certificate_chain": {"inline_string": "%s"}, "private_key": {"inline_string": "%s"}}]"""
                .formatted(
                    sds, escaped(certificate.certificatePem()), escaped(certificate.keyPem()));
    return """
        {"name": "%s", "address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}},
         "filter_chains": [{
          "filters": [{"name": "echo", "typed_config": {
           "@type": "type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo"}}],
          "transport_socket": {"name": "tls", "typed_config": {
           "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
           "require_client_certificate": %b,
           "common_tls_context": {%s}}}}]}"""
        .formatted(name, secret.hasValidationContext(), common);
  }

  private static String escaped(String text) {
    return text.replace("\n", "\\n");
  }
}
