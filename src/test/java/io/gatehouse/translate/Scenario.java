package io.gatehouse.translate;

import static io.gatehouse.testing.Objects.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.credential.Credentials;
import io.gatehouse.credential.Verdict;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.testing.Objects;
import io.gatehouse.testing.Objects.GatewayOf;
import io.gatehouse.testing.Objects.ServiceOf;
import io.gatehouse.testing.Objects.SliceOf;
import io.gatehouse.testing.Objects.VirtualServiceOf;
import io.gatehouse.testing.Translation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Objects, the credentials that are missing, and what comes of them. */
final class Scenario {

  private final List<Resource> objects = new ArrayList<>();
  private final Set<String> missing = new HashSet<>();
  private ProxyGroup group = INGRESS;

  /** The seed's ingress Service: 80 to 8080, 443 to 8443; and httpbin with one endpoint. */
  static Scenario seed() {
    return new Scenario()
        .with(
            Objects.service("istio-system/istio-ingressgateway")
                .selector(INGRESS.labels())
                .port("http2", 80, 8080)
                .port("https", 443, 8443))
        .withBackend("default/httpbin", 8000, "10.0.0.1");
  }

  Scenario with(GatewayOf gateway) {
    objects.add(gateway.build());
    return this;
  }

  Scenario with(VirtualServiceOf virtualService) {
    objects.add(virtualService.build());
    return this;
  }

  Scenario with(ServiceOf service) {
    objects.add(service.build());
    return this;
  }

  Scenario with(SliceOf slice) {
    objects.add(slice.build());
    return this;
  }

  Scenario withBackend(String name, int port, String address) {
    return with(Objects.service(name).port("http", port, 80))
        .with(
            Objects.slice(name + "-1", Objects.name(name).name()).port("http", 80).ready(address));
  }

  /** Nothing is in service for this SDS name. */
  Scenario without(String sdsName) {
    missing.add(sdsName);
    return this;
  }

  Scenario group(ProxyGroup other) {
    group = other;
    return this;
  }

  List<Resource> objects() {
    return objects;
  }

  Translation translation() {
    return translation(objects);
  }

  Translation translation(List<Resource> inThisOrder) {
    return Translation.of(
        inThisOrder, asked -> Credentials.of(asked.stream().map(this::status).toList()), group);
  }

  GatewayModel model() {
    return translation().model();
  }

  Listener listener(String name) {
    return model().listeners().stream()
        .filter(listener -> listener.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  FilterChain chain(String name) {
    return model().listeners().stream()
        .flatMap(listener -> listener.filterChains().stream())
        .filter(chain -> chain.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<VirtualHost> virtualHosts(String routeConfiguration) {
    return model().routeConfigurations().stream()
        .filter(configuration -> configuration.name().equals(routeConfiguration))
        .map(RouteConfiguration::virtualHosts)
        .findFirst()
        .orElseThrow();
  }

  VirtualHost virtualHost(String routeConfiguration, String name) {
    return virtualHosts(routeConfiguration).stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<Finding> findings() {
    return translation().findings();
  }

  /** The one finding there is. */
  Finding only(FindingCode code) {
    assertThat(findings()).extracting(Finding::code).containsExactly(code);
    return findings().get(0);
  }

  private CredentialStatus status(CredentialKey key) {
    boolean serves = !missing.contains(key.sdsName());
    return new CredentialStatus(
        key,
        new ObjectKey(Kind.SECRET, key.secret()).origin(),
        serves ? Verdict.VALID : Verdict.MISSING,
        serves ? Serving.CURRENT : Serving.NOTHING,
        serves ? Optional.of(content(key)) : Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Content content(CredentialKey key) {
    return new Content.CaBundle(
        SecretBytes.of(new byte[0]), List.of(), "fingerprint of " + key.sdsName());
  }
}
