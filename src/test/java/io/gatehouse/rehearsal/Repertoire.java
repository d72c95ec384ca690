package io.gatehouse.rehearsal;

import io.gatehouse.rehearsal.Site.KubernetesObject;
import io.gatehouse.testing.IssuedCertificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * One object of each kind, and one route of each sort, that a {@link Site} can do without.
 *
 * @param site whose Service and credential are used
 */
record Repertoire(Site site) {

  /** A path that is found in the routes alone. */
  static final String REWRITTEN = "/rewritten";

  /** In an order in which the last one, once it is served, tells that all are. */
  List<KubernetesObject> objects(IssuedCertificate certificate) {
    return Stream.concat(
            site.objects(certificate).stream(),
            Stream.of(
                clients(certificate),
                pod(),
                rule("x-user"),
                entry(),
                workload("10.0.1.1"),
                originatingRule(),
                policy(),
                gateway(),
                delegate(),
                routes()))
        .toList();
  }

  private KubernetesObject clients(IssuedCertificate certificate) {
    return Site.object(
        "configmaps",
        "v1",
        "ConfigMap",
        "istio-system",
        site.name(),
        """
        "binaryData": {"ca.crt": "%s"}
        """
            .formatted(Site.base64(certificate.chainPem())));
  }

  private KubernetesObject pod() {
    return Site.object(
        "pods",
        "v1",
        "Pod",
        "default",
        site.name(),
        """
        "status": {"podIP": "10.0.0.1", "podIPs": [{"ip": "10.0.0.1"}], "conditions": [{"type": "Ready", "status": "True"}]}
        """);
  }

  /**
   * @param header by which requests are kept together
   */
  KubernetesObject rule(String header) {
    return istio(
        "destinationrules",
        "DestinationRule",
        site.name(),
        """
        "spec": {"host": "%s", "subsets": [{"name": "v1", "labels": {"version": "v1"}}], "trafficPolicy": {
          "loadBalancer": {"consistentHash": {"httpHeaderName": "%s"}},
          "outlierDetection": {"consecutive5xxErrors": 5},
          "connectionPool": {"tcp": {"maxConnections": 100}, "http": {"http2MaxRequests": 100}}}}
        """
            .formatted(site.name(), header));
  }

  private KubernetesObject entry() {
    return istio(
        "serviceentries",
        "ServiceEntry",
        site.name(),
        """
        "spec": {"hosts": ["api.example.org"], "ports": [{"number": 443, "name": "https", "protocol": "HTTPS"}],
          "resolution": "STATIC", "workloadSelector": {"labels": {"version": "v1"}}}
        """);
  }

  KubernetesObject workload(String address) {
    return istio(
        "workloadentries",
        "WorkloadEntry",
        site.name(),
        """
        "spec": {"address": "%s"}
        """
            .formatted(address));
  }

  private KubernetesObject originatingRule() {
    return istio(
        "destinationrules",
        "DestinationRule",
        "originating",
        """
        "spec": {"host": "api.example.org", "trafficPolicy": {"tls": {"mode": "SIMPLE", "sni": "api.example.org"}}}
        """);
  }

  private KubernetesObject policy() {
    return Site.object(
        "authorizationpolicies",
        "security.istio.io/v1",
        "AuthorizationPolicy",
        "istio-system",
        site.name(),
        """
        "spec": {"action": "DENY", "rules": [{}]}
        """);
  }

  private KubernetesObject gateway() {
    return istio(
        "gateways",
        "Gateway",
        "every",
        """
        "spec": {"selector": {"istio": "ingressgateway"}, "servers": [
          {"port": {"number": 443, "name": "https", "protocol": "HTTPS"}, "hosts": ["every.example.com"],
            "tls": {"mode": "MUTUAL", "credentialName": "%1$s", "caCertCredentialName": "%1$s"}},
          {"port": {"number": 443, "name": "tls", "protocol": "TLS"}, "tls": {"mode": "PASSTHROUGH"}, "hosts": ["tls.example.com"]},
          {"port": {"number": 9000, "name": "tcp", "protocol": "TCP"}, "hosts": ["*"]}]}
        """
            .formatted(site.name()));
  }

  private KubernetesObject delegate() {
    return istio(
        "virtualservices",
        "VirtualService",
        "delegate",
        """
        "spec": {"http": [{"match": [{"uri": {"exact": "/team/answer"}}], "directResponse": {"status": 418, "body": {"string": "short"}}}]}
        """);
  }

  private KubernetesObject routes() {
    return istio(
        "virtualservices",
        "VirtualService",
        "every",
        """
        "spec": {"hosts": ["*"], "gateways": ["every"],
          "http": [
            {"match": [{"uri": {"prefix": "/team"}}], "delegate": {"name": "delegate"}},
            {"match": [{"uri": {"regex": "/r.*"}, "headers": {"x-a": {"exact": "b"}}}], "redirect": {"uri": "/"}},
            {"match": [{"uri": {"prefix": "/api"}}], "route": [{"destination": {"host": "api.example.org"}}]},
            {"route": [{"destination": {"host": "%1$s", "subset": "v1"}, "headers": {"request": {"set": {"x-a": "b"}}}}],
              "rewrite": {"uri": "%2$s"}, "timeout": "5s", "retries": {"attempts": 2, "perTryTimeout": "1s", "retryOn": "5xx"},
              "mirror": {"host": "%1$s"}, "mirrorPercentage": {"value": 1},
              "fault": {"delay": {"fixedDelay": "1s", "percentage": {"value": 1}}, "abort": {"httpStatus": 503, "percentage": {"value": 1}}},
              "corsPolicy": {"allowOrigins": [{"exact": "https://a.example.com"}], "allowMethods": ["GET"], "maxAge": "1h"}}],
          "tls": [{"match": [{"sniHosts": ["tls.example.com"]}], "route": [{"destination": {"host": "%1$s"}}]}],
          "tcp": [{"match": [{"port": 9000}], "route": [{"destination": {"host": "%1$s"}}]}]}
        """
            .formatted(site.name(), REWRITTEN));
  }

  private static KubernetesObject istio(String plural, String kind, String name, String content) {
    return Site.object(plural, "networking.istio.io/v1", kind, "default", name, content);
  }
}
