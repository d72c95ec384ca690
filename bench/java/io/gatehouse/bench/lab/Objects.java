package io.gatehouse.bench.lab;

import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * The objects: for each host a Secret (P-256), a Gateway and a VirtualService, for each ten hosts a
 * Service and an EndpointSlice.
 */
final class Objects {

  static final Map<String, String> LABELS = Map.of("bench", "1");
  static final int HOSTS_A_SERVICE = 10;

  private static final AtomicLong SERIALS = new AtomicLong(1);
  private static final IssuedCertificate CA =
      Certificates.ca("bench").key(KeyType.ec("P-256")).issue();

  private Objects() {}

  static String host(int number) {
    return "h%06d.bench.example.com".formatted(number);
  }

  static String gatewayName(int number) {
    return "gw-%06d".formatted(number);
  }

  static String routeName(int number) {
    return "vs-%06d".formatted(number);
  }

  static String secretName(int number) {
    return "cred-%06d".formatted(number);
  }

  /** The Service that a host's requests go to. */
  static String serviceName(int hostNumber) {
    return "svc-%04d".formatted(hostNumber / HOSTS_A_SERVICE);
  }

  static String sliceName(int hostNumber) {
    return serviceName(hostNumber) + "-1";
  }

  static Map<String, Object> secret(String name, String commonName, String host) {
    return Kind.SECRET.named(
        name, LABELS, Map.of("type", "kubernetes.io/tls", "data", certificate(commonName, host)));
  }

  /** A new one with a new key, as a Secret's data. */
  static Map<String, Object> certificate(String commonName, String host) {
    IssuedCertificate issued =
        Certificates.leaf(commonName)
            .key(KeyType.ec("P-256"))
            .dnsNames(host)
            .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
            .serial(SERIALS.incrementAndGet())
            .issuedBy(CA)
            .issue();
    return Map.of("tls.crt", base64(issued.certificatePem()), "tls.key", base64(issued.keyPem()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  static Map<String, Object> gateway(String name, String host, String credential) {
    Map<String, Object> server =
        Map.of(
            "port", Map.of("number", 443, "name", "https", "protocol", "HTTPS"),
            "tls", Map.of("mode", "SIMPLE", "credentialName", credential),
            "hosts", List.of(host));
    Map<String, Object> spec =
        Map.of("selector", Map.of("istio", "ingressgateway"), "servers", List.of(server));
    return Kind.GATEWAY.named(name, LABELS, Map.of("spec", spec));
  }

  static Map<String, Object> virtualService(
      String name, String host, String gateway, String service, String mark) {
    Map<String, Object> spec =
        Map.of("hosts", List.of(host), "gateways", List.of(gateway), "http", routes(service, mark));
    return Kind.VIRTUAL_SERVICE.named(name, LABELS, Map.of("spec", spec));
  }

  /** The routes of a VirtualService, whose answers bear the mark. */
  static List<Object> routes(String service, String mark) {
    return List.of(
        Map.of(
            "match",
            List.of(
                Map.of("uri", Map.of("prefix", "/status")),
                Map.of("uri", Map.of("prefix", "/delay"))),
            "headers",
            Map.of("response", Map.of("set", Map.of("x-bench", mark))),
            "route",
            List.of(
                Map.of("destination", Map.of("host", service, "port", Map.of("number", 8000))))));
  }

  static Map<String, Object> service(String name) {
    return Kind.SERVICE.named(
        name,
        LABELS,
        Map.of(
            "spec",
            Map.of("ports", List.of(Map.of("name", "http", "port", 8000, "targetPort", 8080)))));
  }

  static Map<String, Object> slice(String name, String service, int port, String... addresses) {
    return Kind.ENDPOINT_SLICE.named(
        name,
        Map.of("bench", "1", "kubernetes.io/service-name", service),
        Map.of(
            "addressType",
            "IPv4",
            "ports",
            List.of(Map.of("name", "http", "port", port, "protocol", "TCP")),
            "endpoints",
            endpoints(addresses)));
  }

  static List<Object> endpoints(String... addresses) {
    return Arrays.stream(addresses).map(Objects::endpoint).toList();
  }

  private static Object endpoint(String address) {
    return Map.of(
        "addresses", List.of(address), "conditions", Map.of("ready", true, "serving", true));
  }

  /** An address of a Service, one that it keeps. */
  static String address(int hostNumber) {
    int service = hostNumber / HOSTS_A_SERVICE;
    return "10.64.%d.%d".formatted(service >> 8 & 255, service & 255);
  }

  /** The Service of the gateways' own. */
  static Map<String, Object> ingress() {
    Map<String, String> labels = Map.of("istio", "ingressgateway");
    List<Object> ports =
        List.of(
            Map.of("name", "http2", "port", 80, "targetPort", 8080),
            Map.of("name", "https", "port", 443, "targetPort", 8443));
    return Kind.INGRESS_SERVICE.named(
        "istio-ingressgateway", labels, Map.of("spec", Map.of("selector", labels, "ports", ports)));
  }
}
