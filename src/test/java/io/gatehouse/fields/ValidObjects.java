package io.gatehouse.fields;

import io.gatehouse.resource.Objects;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** For each field, an object in which it can be set. */
final class ValidObjects {

  /** For fields that do not take just any text or number. */
  static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("spec.servers[].hosts[]", "n/walk.example.com"),
          Map.entry("spec.servers[].bind", "10.1.2.3"),
          Map.entry("spec.servers[].port.protocol", "HTTP2"),
          Map.entry("spec.servers[].tls.credentialName", "walk"),
          Map.entry("spec.servers[].tls.credentialNames[]", "walk"),
          Map.entry("spec.servers[].tls.caCertCredentialName", "walk"),
          Map.entry("spec.servers[].tls.subjectAltNames[]", "walk.example.com"),
          Map.entry("spec.servers[].tls.cipherSuites[]", "ECDHE-RSA-AES128-GCM-SHA256"),
          Map.entry(
              "spec.servers[].tls.verifyCertificateHash[]",
              "df6ff72fe9116521268f6f2dd4966f51df479883fe7037b39f75916ac3049d1a"),
          Map.entry(
              "spec.servers[].tls.verifyCertificateSpki[]",
              "NvqYIYSbgK2vCJpQhObf77vv+bQWtc5ek5RIOwPiC9A="),
          Map.entry("spec.hosts[]", "walk.example.com"),
          Map.entry("spec.gateways[]", "n/walk"),
          Map.entry("spec.exportTo[]", "walk"),
          Map.entry("spec.http[].redirect.scheme", "https"),
          Map.entry("spec.http[].redirect.redirectCode", "308"),
          Map.entry("spec.http[].headers.request.remove[]", "x-walk"),
          Map.entry("spec.http[].headers.response.remove[]", "x-walk"),
          Map.entry("spec.http[].route[].headers.request.remove[]", "x-walk"),
          Map.entry("spec.http[].route[].headers.response.remove[]", "x-walk"),
          Map.entry("spec.http[].directResponse.status", "404"),
          Map.entry("spec.http[].directResponse.body.bytes", "d2Fsaw=="),
          Map.entry("spec.http[].fault.abort.httpStatus", "404"),
          Map.entry("spec.http[].fault.abort.grpcStatus", "UNAVAILABLE"),
          Map.entry("spec.http[].match[].gateways[]", "n/walk"),
          Map.entry("spec.http[].match[].sourceNamespace", "walk"),
          Map.entry("spec.http[].corsPolicy.allowOrigins[].exact", "https://walk.example.com"),
          Map.entry("spec.http[].corsPolicy.allowMethods[]", "PUT"),
          Map.entry("spec.http[].corsPolicy.allowHeaders[]", "x-walk"),
          Map.entry("spec.http[].corsPolicy.exposeHeaders[]", "x-walk"),
          Map.entry("spec.http[].delegate.name", "walk"),
          Map.entry("spec.http[].delegate.namespace", "walk"),
          Map.entry("spec.http[].mirror.host", "walk"),
          Map.entry("spec.http[].mirror.subset", "walk"),
          Map.entry("spec.http[].mirrors[].destination.host", "walk"),
          Map.entry("spec.http[].mirrors[].destination.subset", "walk"),
          Map.entry("spec.http[].route[].destination.subset", "walk"),
          Map.entry("spec.http[].retries.retryOn", "5xx,503"),
          Map.entry("spec.trafficPolicy.connectionPool.tcp.idleTimeout", "7s"),
          Map.entry("spec.trafficPolicy.retryBudget.budgetInterval", "7s"),
          Map.entry("spec.http[].rewrite.authority", "walk.example.com"),
          Map.entry("spec.tls[].match[].sniHosts[]", "base.example.com"),
          Map.entry("spec.tls[].match[].gateways[]", "n/walk"),
          Map.entry("spec.tcp[].match[].gateways[]", "n/walk"),
          Map.entry("spec.tls[].match[].sourceNamespace", "walk"),
          Map.entry("spec.tcp[].match[].sourceNamespace", "walk"),
          Map.entry("spec.tls[].match[].destinationSubnets[]", "10.0.0.0/8"),
          Map.entry("spec.tcp[].match[].destinationSubnets[]", "10.0.0.0/8"),
          Map.entry("spec.tcp[].match[].sourceSubnet", "10.0.0.0/8"),
          Map.entry("spec.tls[].route[].destination.subset", "walk"),
          Map.entry("spec.tcp[].route[].destination.subset", "walk"),
          Map.entry("spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.name", "walk"),
          Map.entry("spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.ttl", "7s"),
          Map.entry(
              "spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[].name",
              "walk"),
          Map.entry("spec.trafficPolicy.loadBalancer.consistentHash.httpHeaderName", "x-walk"),
          Map.entry("spec.trafficPolicy.tls.credentialName", "walk"),
          Map.entry("spec.trafficPolicy.tls.subjectAltNames[]", "walk.example.com"),
          Map.entry("spec.http[].corsPolicy.allowOrigin[]", "https://walk.example.com"),
          Map.entry("spec.host", "walk"),
          Map.entry("spec.addresses[]", "10.1.2.3"),
          Map.entry("spec.address", "10.1.2.3"),
          Map.entry("spec.endpoints[].address", "10.1.2.3"),
          Map.entry("spec.endpoints[].locality", "walk/a/b"),
          Map.entry("spec.locality", "walk/a/b"),
          Map.entry("spec.ports[].protocol", "HTTP2"),
          Map.entry("spec.ports[].name", "walk"),
          Map.entry("spec.endpoints[].ports.<key>", "8080"));

  /** By the beginning of a field's path, the first that fits; below {@code spec}. */
  private static final Map<String, Map<String, String>> SPECS =
      Map.of(
          "Gateway", gateways(),
          "VirtualService", virtualServices(),
          "ServiceEntry", serviceEntries(),
          "WorkloadEntry", workloadEntries());

  /** By the beginning of a field's path below a traffic policy, the first that fits. */
  private static final Map<String, String> POLICIES = policies();

  private ValidObjects() {}

  static JsonNode of(String kind, String version, String path) {
    String spec = kind.equals("DestinationRule") ? rule(path) : first(SPECS.get(kind), path);
    return Objects.json(
        """
        apiVersion: networking.istio.io/%s
        kind: %s
        metadata: {name: base, namespace: n}
        spec:
        %s"""
            .formatted(version, kind, spec.indent(2)));
  }

  private static String first(Map<String, String> byBeginning, String path) {
    return byBeginning.entrySet().stream()
        .filter(entry -> path.startsWith(entry.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** A policy may stand in four places. */
  private static String rule(String path) {
    String rule = "host: base\nsubsets: [{name: base%s}]\ntrafficPolicy: {%s}\n";
    String policy = path.replaceFirst(".*(trafficPolicy|portLevelSettings\\[])\\.", "");
    String settings = policy.equals(path) ? "" : first(POLICIES, policy);
    if (path.contains("portLevelSettings[].")) {
      settings =
          "portLevelSettings: [{port: {number: 80}%s}]"
              .formatted(settings.isEmpty() ? "" : ", " + settings);
    }
    return path.startsWith("spec.subsets[].trafficPolicy")
        ? rule.formatted(", trafficPolicy: {" + settings + "}", "")
        : rule.formatted("", settings);
  }

  private static Map<String, String> gateways() {
    Map<String, String> specs = new LinkedHashMap<>();
    specs.put(
        "spec.servers[].port.protocol",
        """
        servers:
        - port: {number: 80, name: base, protocol: HTTP}
          hosts: [base.example.com]
        """);
    specs.put("spec.servers[].tls.httpsRedirect", specs.get("spec.servers[].port.protocol"));
    String server =
        """
        selector: {istio: gw}
        servers:
        - port: {number: 443, name: base, protocol: HTTPS}
          tls: {%s}
          hosts: [base.example.com]
        """;
    specs.put(
        "spec.servers[].tls.credentialNames",
        server.formatted("mode: SIMPLE, credentialNames: [base]"));
    String files = "mode: %s, serverCertificate: /c/base.pem, privateKey: /c/base.key%s";
    specs.put(
        "spec.servers[].tls.serverCertificate", server.formatted(files.formatted("SIMPLE", "")));
    specs.put("spec.servers[].tls.privateKey", server.formatted(files.formatted("SIMPLE", "")));
    String mutualFiles = server.formatted(files.formatted("MUTUAL", ", caCertificates: /c/ca.pem"));
    specs.put("spec.servers[].tls.caCertificates", mutualFiles);
    specs.put("spec.servers[].tls.caCrl", mutualFiles);
    specs.put(
        "spec.servers[].tls.tlsCertificates",
        server.formatted(
            "mode: SIMPLE, tlsCertificates: [{serverCertificate: /c/base.pem, privateKey: /c/base.key}]"));
    String mutual = server.formatted("mode: MUTUAL, credentialName: base");
    specs.put("spec.servers[].tls.subjectAltNames", mutual);
    specs.put("spec.servers[].tls.verify", mutual);
    specs.put("spec.servers[].tls.caCertCredentialName", mutual);
    specs.put("spec.servers[].tls.insecureSkipVerify", mutual);
    specs.put(
        "spec.servers[].tls.m",
        server.formatted(
            "mode: SIMPLE, credentialName: base, cipherSuites: [ECDHE-RSA-AES128-GCM-SHA256]"));
    specs.put("spec", server.formatted("mode: SIMPLE, credentialName: base"));
    return specs;
  }

  private static Map<String, String> virtualServices() {
    String http =
        """
        hosts: [base.example.com]
        gateways: [base]
        http:
        - match: [{uri: {prefix: /base}}]
          %s
        """;
    String route = "route: [{destination: {host: base}}]";
    Map<String, String> specs = new LinkedHashMap<>();
    specs.put("spec.http[].redirect", http.formatted("redirect: {authority: base.example.com}"));
    specs.put("spec.http[].directResponse.body", http.formatted("directResponse: {status: 200}"));
    specs.put("spec.http[].directResponse", http.formatted("directResponse: {status: 200}"));
    specs.put("spec.http[].delegate", http.formatted("delegate: {name: base}"));
    specs.put(
        "spec.http[].rewrite.uriRegexRewrite",
        http.formatted("rewrite: {uriRegexRewrite: {match: /base, rewrite: /b}}\n  " + route));
    specs.put(
        "spec.http[].fault.abort",
        http.formatted("fault: {abort: {httpStatus: 500, percentage: {value: 1}}}\n  " + route));
    specs.put(
        "spec.http[].fault.delay",
        http.formatted("fault: {delay: {fixedDelay: 1s, percentage: {value: 1}}}\n  " + route));
    specs.put(
        "spec.http[].corsPolicy.allowOrigin[]",
        http.formatted("corsPolicy: {allowMethods: [GET]}\n  " + route));
    specs.put(
        "spec.http[].fault.delay.percent",
        http.formatted("fault: {delay: {fixedDelay: 1s, percent: 1}}\n  " + route));
    specs.put(
        "spec.http[].corsPolicy",
        http.formatted(
            "corsPolicy: {allowOrigins: [{exact: https://base.example.com}], unmatchedPreflights: IGNORE}\n  "
                + route));
    specs.put(
        "spec.http[].mirrors",
        http.formatted("mirrors: [{destination: {host: base}}]\n  " + route));
    specs.put("spec.http[].mirrorP", http.formatted("mirror: {host: base}\n  " + route));
    specs.put("spec.http[].mirror_percent", http.formatted("mirror: {host: base}\n  " + route));
    specs.put("spec.http[].mirror", http.formatted("mirror: {host: base}\n  " + route));
    specs.put(
        "spec.http[].retries",
        http.formatted("retries: {attempts: 3, retryIgnorePreviousHosts: false}\n  " + route));
    specs.put(
        "spec.tls",
        """
        hosts: [base.example.com, walk.example.com]
        gateways: [base]
        tls:
        - match: [{port: 443, sniHosts: [walk.example.com]}]
          route: [{destination: {host: base}}]
        """);
    specs.put(
        "spec.tcp",
        """
        hosts: [base.example.com]
        gateways: [base]
        tcp:
        - match: [{port: 443}]
          route: [{destination: {host: base}}]
        """);
    specs.put("spec", http.formatted(route));
    return specs;
  }

  private static Map<String, String> policies() {
    String clientCertificate = "tls: {mode: MUTUAL, clientCertificate: /base, privateKey: /base}";
    String byHeader = "loadBalancer: {consistentHash: {httpHeaderName: base}}";
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("tls.clientCertificate", clientCertificate);
    settings.put("tls.privateKey", clientCertificate);
    settings.put("tls.mode", "tls: {mode: MUTUAL, credentialName: base}");
    settings.put("tls", "tls: {mode: SIMPLE}");
    settings.put(
        "loadBalancer.consistentHash.httpCookie",
        "loadBalancer: {consistentHash: {httpCookie: {name: base, attributes: [{name: base}]}}}");
    settings.put("loadBalancer.consistentHash.ringHash", byHeader);
    settings.put("loadBalancer.consistentHash.maglev", byHeader);
    settings.put("loadBalancer.consistentHash.minimumRingSize", byHeader);
    settings.put("loadBalancer.warmup.", "loadBalancer: {warmup: {duration: 5s}}");
    settings.put(
        "connectionPool.http.http2KeepAlive",
        "connectionPool: {http: {http2KeepAlive: {interval: 5s}}}");
    settings.put("", "");
    return settings;
  }

  private static Map<String, String> serviceEntries() {
    Map<String, String> specs = new LinkedHashMap<>();
    specs.put(
        "spec.workloadSelector",
        """
        hosts: [base.example.com]
        resolution: STATIC
        ports: [{number: 80, name: base, protocol: HTTP}]
        """);
    specs.put(
        "spec",
        """
        hosts: [base.example.com]
        resolution: STATIC
        ports: [{number: 80, name: base, protocol: HTTP}]
        endpoints: [{address: 10.0.0.1}]
        """);
    return specs;
  }

  private static Map<String, String> workloadEntries() {
    Map<String, String> specs = new LinkedHashMap<>();
    specs.put("spec", "address: 10.0.0.1\n");
    return specs;
  }
}
