package io.gatehouse.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A stock Envoy that gets everything over one ADS stream, delta unless told otherwise. */
public final class EnvoyProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern WARNING =
      Pattern.compile("\\[(warning|error|critical)]|deprecated", Pattern.CASE_INSENSITIVE);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final String admin;

  private EnvoyProcess(Process process, Path log, String admin) {
    this.process = process;
    this.log = log;
    this.admin = admin;
  }

  /**
   * Starts one and waits until its admin answers.
   *
   * @param version which Envoy, for example {@code 1.40.0}
   * @param directory for its bootstrap and log
   * @param controlPlane ADS port on loopback
   */
  public static EnvoyProcess start(String version, Path directory, int controlPlane) {
    return of(directory, controlPlane).version(version).start();
  }

  /**
   * @param binary which Envoy
   * @param api {@code DELTA_GRPC}, or {@code GRPC} for the state of the world
   */
  public static EnvoyProcess start(Path directory, int controlPlane, String binary, String api) {
    return of(directory, controlPlane).binary(binary).api(api).start();
  }

  /**
   * One of no gateway, whatever release is at hand, by delta, unless it is told otherwise.
   *
   * @param directory for its bootstrap and log
   * @param controlPlane ADS port on loopback
   */
  public static Launch of(Path directory, int controlPlane) {
    return new Launch(directory, controlPlane);
  }

  /** What an Envoy is told before it starts. */
  public static final class Launch {

    private final Path directory;
    private final int controlPlane;
    private Supplier<String> binary = () -> Tools.bring("envoy").toString();
    private String api = "DELTA_GRPC";
    private String node = "test";
    private String metadata = "{}";
    private Optional<String> bootstrap = Optional.empty();

    private Launch(Path directory, int controlPlane) {
      this.directory = directory;
      this.controlPlane = controlPlane;
    }

    /**
     * @param version for example {@code 1.40.0}
     */
    public Launch version(String version) {
      return binary(Tools.bring("envoy@" + version).toString());
    }

    public Launch binary(String path) {
      this.binary = () -> path;
      return this;
    }

    /**
     * @param api {@code DELTA_GRPC}, or {@code GRPC} for the state of the world
     */
    public Launch api(String api) {
      this.api = api;
      return this;
    }

    /** Its whole bootstrap, instead of one for tests that the other settings make. */
    public Launch bootstrap(String yaml) {
      this.bootstrap = Optional.of(yaml);
      return this;
    }

    /** Its node id. */
    public Launch node(String id) {
      this.node = id;
      return this;
    }

    /** One of the proxies of a namespace that have these labels. */
    public Launch gateway(String namespace, Map<String, String> labels) {
      this.metadata =
          labels.entrySet().stream()
              .map(label -> label.getKey() + ": " + label.getValue())
              .collect(Collectors.joining(", ", "{NAMESPACE: " + namespace + ", LABELS: {", "}}"));
      return this;
    }

    /** Starts it and waits until its admin answers. */
    public EnvoyProcess start() {
      Path address = directory.resolve("admin-address");
      Path log = directory.resolve("envoy.log");
      try {
        Files.createDirectories(directory);
        Process process = process(address, log);
        await()
            .atMost(PATIENCE)
            .until(() -> !process.isAlive() || (Files.exists(address) && Files.size(address) > 0));
        if (!process.isAlive()) {
          throw new IllegalStateException("Envoy did not start:\n" + Files.readString(log));
        }
        return new EnvoyProcess(process, log, Files.readString(address).trim());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Process process(Path address, Path log) throws IOException {
      Path file = directory.resolve("envoy.yaml");
      Files.writeString(
          file, bootstrap.orElseGet(() -> BOOTSTRAP.formatted(node, metadata, api, controlPlane)));
      return new ProcessBuilder(
              binary.get(),
              "--config-path",
              file.toString(),
              "--admin-address-path",
              address.toString(),
              "--concurrency",
              "1",
              "--use-dynamic-base-id",
              // Access logs are read by tests that wait for them.
              "--file-flush-interval-msec",
              "50",
              "--log-level",
              "info")
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    }
  }

  /** What its admin says at {@code path}. */
  public String admin(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://" + admin + path)).build());
  }

  /** What its admin says when it is told to do what {@code path} stands for. */
  public String tell(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://" + admin + path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private String send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Counters and gauges whose names match the regular expression {@code filter}. */
  public Map<String, Long> stats(String filter) {
    return admin("/stats?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
        .lines()
        .map(line -> line.split(": "))
        .filter(parts -> parts.length == 2 && parts[1].matches("\\d+"))
        .collect(Collectors.toMap(parts -> parts[0], parts -> Long.parseLong(parts[1])));
  }

  /** One counter or gauge; 0 where there is none of that name. */
  public long stat(String name) {
    return stats("^" + name + "$").getOrDefault(name, 0L);
  }

  /** What it refused, by the name of the counter. */
  public Map<String, Long> refusals() {
    Map<String, Long> rejected = stats("update_rejected");
    rejected.values().removeIf(count -> count == 0);
    return rejected;
  }

  /** Lines of its log so far that are more than information, or speak of something deprecated. */
  public List<String> warnings() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> WARNING.matcher(line).find()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The access log's lines so far: those that are JSON. */
  public List<String> accessLog() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.startsWith("{")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Launched.end(process);
  }

  private static final String BOOTSTRAP =
      """
      node: {id: %s, cluster: test, metadata: %s}
      admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
      overload_manager:
        resource_monitors:
        - name: envoy.resource_monitors.global_downstream_max_connections
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig
            max_active_downstream_connections: 10000
      dynamic_resources:
        ads_config:
          api_type: %s
          transport_api_version: V3
          grpc_services:
          - envoy_grpc:
              cluster_name: control-plane
              # Envoy alone would wait up to 30 s for a control plane that restarts.
              retry_policy: {retry_back_off: {base_interval: 0.5s, max_interval: 2s}}
        cds_config: {ads: {}, resource_api_version: V3}
        lds_config: {ads: {}, resource_api_version: V3}
      static_resources:
        clusters:
        - name: control-plane
          type: STATIC
          connect_timeout: 5s
          typed_extension_protocol_options:
            envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
              "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
              explicit_http_config: {http2_protocol_options: {}}
          load_assignment:
            cluster_name: control-plane
            endpoints:
            - lb_endpoints:
              - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
      """;
}
