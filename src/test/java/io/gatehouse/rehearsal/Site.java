package io.gatehouse.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.testing.IssuedCertificate;
import java.util.Base64;
import java.util.List;

/**
 * The objects of a host, as Kubernetes would show them.
 *
 * @param name of the objects; the host is {@code name.example.com}
 */
record Site(String name) {

  /**
   * One object.
   *
   * @param plural its resource's name in paths of the API
   */
  record KubernetesObject(String plural, String name, String json) {}

  /** The Service of the Envoys: who asks for port 443 is answered on 8443. */
  static KubernetesObject ingress() {
    return object(
        "services",
        "v1",
        "Service",
        "istio-system",
        "istio-ingressgateway",
        """
        "spec": {"type": "ClusterIP", "clusterIP": "10.96.0.2", "selector": {"istio": "ingressgateway"},
          "ports": [{"name": "http", "port": 80, "targetPort": 8080}, {"name": "https", "port": 443, "targetPort": 8443}]}
        """);
  }

  List<KubernetesObject> objects(IssuedCertificate certificate) {
    return List.of(
        secret(certificate),
        gateway(),
        virtualService("/status"),
        service(),
        endpoints("10.0.0.1"));
  }

  String host() {
    return name + ".example.com";
  }

  KubernetesObject secret(IssuedCertificate certificate) {
    return object(
        "secrets",
        "v1",
        "Secret",
        "istio-system",
        name,
        """
        "type": "kubernetes.io/tls", "data": {"tls.crt": "%s", "tls.key": "%s"}
        """
            .formatted(base64(certificate.chainPem()), base64(certificate.keyPem())));
  }

  private KubernetesObject gateway() {
    return object(
        "gateways",
        "networking.istio.io/v1",
        "Gateway",
        "default",
        name,
        """
        "spec": {"selector": {"istio": "ingressgateway"}, "servers": [
          {"port": {"number": 443, "name": "https", "protocol": "HTTPS"},
            "tls": {"mode": "SIMPLE", "credentialName": "%1$s"}, "hosts": ["%2$s"]},
          {"port": {"number": 80, "name": "http", "protocol": "HTTP"}, "tls": {"httpsRedirect": true}, "hosts": ["%2$s"]}]}
        """
            .formatted(name, host()));
  }

  /**
   * @param prefix of the paths that are served
   */
  KubernetesObject virtualService(String prefix) {
    return object(
        "virtualservices",
        "networking.istio.io/v1",
        "VirtualService",
        "default",
        name,
        """
        "spec": {"hosts": ["%2$s"], "gateways": ["%1$s"], "http": [
          {"match": [{"uri": {"prefix": "%3$s"}}], "route": [{"destination": {"host": "%1$s", "port": {"number": 8000}}}]}]}
        """
            .formatted(name, host(), prefix));
  }

  private KubernetesObject service() {
    return object(
        "services",
        "v1",
        "Service",
        "default",
        name,
        """
        "spec": {"type": "ClusterIP", "clusterIP": "10.96.0.3", "selector": {"app": "%s"},
          "ports": [{"name": "http", "port": 8000, "targetPort": 8000}]}
        """
            .formatted(name));
  }

  KubernetesObject endpoints(String address) {
    return object(
        "endpointslices",
        "discovery.k8s.io/v1",
        "EndpointSlice",
        "default",
        name,
        """
        "addressType": "IPv4", "endpoints": [{"addresses": ["%s"], "conditions": {"ready": true}, "targetRef": {"kind": "Pod", "name": "%s"}}],
        "ports": [{"name": "http", "port": 8000, "protocol": "TCP"}]
        """
            .formatted(address, name));
  }

  static KubernetesObject object(
      String plural, String version, String kind, String namespace, String name, String content) {
    return new KubernetesObject(
        plural,
        name,
        """
        {"apiVersion": "%s", "kind": "%s", "metadata": {"namespace": "%s", "name": "%5$s", "resourceVersion": "1",
          "creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"kubernetes.io/service-name": "%5$s", "version": "v1"}}, %4$s}
        """
            .formatted(version, kind, namespace, content, name)
            .replace("\n", ""));
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
