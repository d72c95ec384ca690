package io.gatehouse.xds;

import static io.gatehouse.xds.EnvoyMessages.directRoute;
import static io.gatehouse.xds.EnvoyMessages.resource;

import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import io.gatehouse.testing.TestKeys;

/** What serves {@code <name>.example.com}: by default all of it bears the name. */
final class TestHosts {

  static final IssuedCertificate CA = TestKeys.ca("a");

  private TestHosts() {}

  static XdsResource route(String name) {
    return resource(XdsType.ROUTE, name, directRoute(name, name));
  }

  static XdsResource cluster(String name, int connectMillis) {
    return resource(XdsType.CLUSTER, name, EnvoyMessages.cluster(name, connectMillis));
  }

  static XdsResource secret(String name, long serial) {
    IssuedCertificate certificate = certificate(name, serial);
    return EnvoyMessages.secretResource(name, certificate.chainPem(), certificate.keyPem());
  }

  /** One that Envoy refuses: the key is not the certificate's. */
  static XdsResource refusedSecret(String name, long serial) {
    return EnvoyMessages.secretResource(
        name, certificate(name, serial).chainPem(), certificate(name, serial + 1_000_000).keyPem());
  }

  static IssuedCertificate certificate(String name, long serial) {
    return Certificates.leaf(host(name))
        .seed(name + serial)
        .issuedBy(CA)
        .serial(serial)
        .key(KeyType.ec("P-256"))
        .valid(TestKeys.NOT_BEFORE, TestKeys.NOT_AFTER)
        .issue();
  }

  static FilterChain chain(String name) {
    return EnvoyMessages.chain(host(name), name, name);
  }

  static FilterChain chain(String name, String secret, String route) {
    return EnvoyMessages.chain(host(name), secret, route);
  }

  static String host(String name) {
    return name + ".example.com";
  }
}
