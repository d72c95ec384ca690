package io.gatehouse.e2e;

import io.gatehouse.testing.IssuedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A directory of manifests, and the manifests that tests put there. */
record Manifests(Path directory) {

  /** Puts a file there as a careful tool does: it is never seen half-written. */
  void put(String name, String... documents) {
    try {
      Path written = Files.writeString(directory.resolve(name + ".new"), joined(documents));
      Files.move(written, file(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes over a file as a shell does. */
  void overwrite(String name, String... documents) {
    try {
      Files.writeString(file(name), joined(documents));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String name) {
    try {
      Files.delete(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** YAML, unless the name says something else. */
  private Path file(String name) {
    return directory.resolve(name.contains(".") ? name : name + ".yaml");
  }

  private static String joined(String... documents) {
    return String.join("---\n", documents);
  }

  /** A Secret with a certificate and its key. */
  static String keyPair(String name, IssuedCertificate certificate) {
    return secret(name, keyPair(certificate));
  }

  static Map<String, String> keyPair(IssuedCertificate certificate) {
    return Map.of("tls.crt", certificate.chainPem(), "tls.key", certificate.keyPem());
  }

  /**
   * A Secret.
   *
   * @param name {@code namespace/name}
   * @param data not yet base64
   */
  static String secret(String name, Map<String, String> data) {
    Map<String, byte[]> bytes = new TreeMap<>();
    data.forEach((key, text) -> bytes.put(key, text.getBytes(StandardCharsets.UTF_8)));
    return binarySecret(name, bytes);
  }

  /** As {@link #secret}, of what is not text. */
  static String binarySecret(String name, Map<String, byte[]> data) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: %s
    data: {%s}
    """
        .formatted(
            metadata(name),
            data.entrySet().stream()
                .map(
                    entry ->
                        entry.getKey()
                            + ": "
                            + Base64.getEncoder().encodeToString(entry.getValue()))
                .collect(Collectors.joining(", ")));
  }

  /** A ConfigMap with one key. */
  static String configMap(String name, String key, String text) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: %s
    data:
      %s: |
    %s"""
        .formatted(metadata(name), key, text.indent(4));
  }

  /**
   * A Gateway with one server, and a VirtualService that sends all requests for its host to the
   * upstream.
   *
   * @param name {@code namespace/name} of both
   */
  static String site(String name, String label, Server server, String host) {
    return gateway(name, label, server, host) + "---\n" + routes(name, host, "uri: {prefix: /}");
  }

  /** One that the ingress gateway serves, for {@code <name>.example.com}. */
  static String site(String name, Server server) {
    return site("default/" + name, INGRESS, server, name + ".example.com");
  }

  /**
   * @param label that the proxies have
   */
  static String gateway(String name, String label, Server server, String host) {
    return """
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: %s
    spec:
      selector: {%s}
      servers:
      - port: {number: %d, name: %s, protocol: %s}
    %s
        hosts: ["%s"]
    """
        .formatted(
            metadata(name),
            label,
            server.port(),
            server.protocol().toLowerCase(Locale.ROOT),
            server.protocol(),
            server.tls(),
            host);
  }

  /**
   * A VirtualService bound to the Gateway of its name.
   *
   * @param match which requests are sent to the upstream
   */
  static String routes(String name, String host, String match) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: %s
    spec:
      hosts: ["%s"]
      gateways: [%s]
      http:
      - match: [{%s}]
        route: [{destination: {host: upstream.default.svc.cluster.local, port: {number: 80}}}]
    """
        .formatted(metadata(name), host, name, match);
  }

  /**
   * A VirtualService bound to the Gateway of its name.
   *
   * @param routes {@code tls} or {@code tcp} and below
   */
  static String connections(String name, String host, String routes) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: %s
    spec:
      hosts: ["%s"]
      gateways: [%s]
      %s
    """
        .formatted(metadata(name), host, name, routes);
  }

  static final String INGRESS = "istio: ingressgateway";

  /** Service {@code default/upstream}, port 80, on a port of this machine. */
  static String upstream(int port) {
    return backend("upstream", port);
  }

  /** Service {@code default/<name>}, port 80, on a port of this machine. */
  static String backend(String name, int port) {
    return service(name, "http", port);
  }

  /** A Service in {@code default} whose port 80 is one of this machine. */
  static String service(String name, String portName, int port) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {namespace: default, name: %2$s}
    spec:
      ports: [{name: %3$s, port: 80, targetPort: %1$d}]
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      namespace: default
      name: %2$s-1
      labels: {kubernetes.io/service-name: %2$s}
    addressType: IPv4
    endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
    ports: [{name: %3$s, port: %1$d, protocol: TCP}]
    """
        .formatted(port, name, portName);
  }

  private static String metadata(String name) {
    int slash = name.indexOf('/');
    return "{namespace: %s, name: %s}"
        .formatted(name.substring(0, slash), name.substring(slash + 1));
  }

  /** What clients connect to. */
  record Server(int port, String protocol, String tls) {

    static Server http(int port) {
      return new Server(port, "HTTP", "");
    }

    static Server simple(int port, String credential) {
      return new Server(port, "HTTPS", tls("SIMPLE", credential));
    }

    static Server tcp(int port) {
      return new Server(port, "TCP", "");
    }

    /** TLS that is terminated, whatever is inside. */
    static Server tls(int port, String credential) {
      return new Server(port, "TLS", tls("SIMPLE", credential));
    }

    static Server passthrough(int port) {
      return new Server(port, "TLS", "    tls: {mode: PASSTHROUGH}");
    }

    static Server mutual(int port, String credential) {
      return new Server(port, "HTTPS", tls("MUTUAL", credential));
    }

    private static String tls(String mode, String credential) {
      return "    tls: {mode: %s, credentialName: %s}".formatted(mode, credential);
    }
  }
}
