package io.gatehouse.translate;

import static io.gatehouse.testing.Objects.INGRESS;
import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.name;
import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.slice;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.credential.Credentials;
import io.gatehouse.credential.Verdict;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Credential;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.Resource;
import io.gatehouse.testing.Translation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TranslatorTest {

  @RepeatedTest(20)
  void the_order_of_objects_does_not_matter(RepetitionInfo repetition) {
    Scenario scenario = everything();
    Translation expected = scenario.translation();
    List<Resource> shuffled = new ArrayList<>(scenario.objects());
    Collections.shuffle(shuffled, new Random(repetition.getCurrentRepetition()));

    assertThat(scenario.translation(shuffled)).isEqualTo(expected);
    assertThat(expected.findings()).extracting(Finding::code).hasSizeGreaterThan(9);
  }

  @Test
  void names_are_sorted_and_unique_in_every_list() {
    GatewayModel model = everything().model();

    for (List<String> names :
        List.of(
            model.listeners().stream().map(listener -> listener.name()).toList(),
            model.routeConfigurations().stream().map(routes -> routes.name()).toList(),
            model.clusters().stream().map(cluster -> cluster.name()).toList(),
            model.endpointAssignments().stream().map(endpoints -> endpoints.cluster()).toList(),
            model.credentials().stream().map(Credential::name).toList())) {
      assertThat(names).isNotEmpty().doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void nothing_in_is_nothing_out() {
    assertThat(Translation.of(List.of(), asked -> Credentials.NONE, INGRESS))
        .isEqualTo(new Translation(GatewayModel.EMPTY, List.of()));
  }

  @Test
  void each_group_is_served_the_gateways_that_select_it() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/any").selector(Map.of()).http(8081, "a.example.com"))
            .with(gateway("default/egress").selector(Map.of("istio", "egress")).http(8082, "*"));

    assertThat(scenario.model().listeners())
        .extracting(listener -> listener.name())
        .containsExactly("0.0.0.0_8081");
    assertThat(
            scenario
                .group(
                    new ProxyGroup(
                        "istio-system", Map.of("istio", "egress", "app", "x"), true, IpFamily.IPV6))
                .model()
                .listeners())
        .extracting(listener -> listener.name())
        .containsExactly("::_8081", "::_8082");
  }

  @Test
  void credentials_are_asked_for_in_the_namespace_of_the_group() {
    List<Resource> objects =
        List.of(
            gateway("default/a")
                .https(443, "a", "x", "a.com")
                .mutual(443, "b", "y", "b.com")
                .build(),
            gateway("default/b")
                .selector(Map.of("no", "one"))
                .https(443, "c", "z", "c.com")
                .build());

    assertThat(Translation.credentialsAsked(objects, INGRESS))
        .containsExactlyInAnyOrder(
            CredentialKey.keyPair(name("istio-system/x")),
            CredentialKey.keyPair(name("istio-system/y")),
            CredentialKey.clientCa(name("istio-system/y")));
  }

  @Test
  void a_held_credential_keeps_its_chain_without_bytes() {
    List<Resource> objects = List.of(gateway("default/a").https(8443, "a", "x", "a.com").build());
    CredentialStatus held =
        new CredentialStatus(
            CredentialKey.keyPair(name("istio-system/x")),
            Origin.of("Secret", "istio-system", "x"),
            Verdict.MISSING,
            Serving.HELD,
            Optional.empty(),
            Optional.empty(),
            List.of());

    GatewayModel model =
        Translation.of(objects, asked -> Credentials.of(List.of(held)), INGRESS).model();

    assertThat(model.listeners()).hasSize(1);
    assertThat(model.credentials())
        .extracting(Credential::held, Credential::fingerprint)
        .containsExactly(tuple(true, ""));
  }

  @Test
  void a_server_whose_credential_nobody_knows_is_left_out() {
    List<Resource> objects = List.of(gateway("default/a").https(8443, "a", "x", "a.com").build());

    Translation translation = Translation.of(objects, asked -> Credentials.NONE, INGRESS);

    assertThat(translation.model()).isEqualTo(GatewayModel.EMPTY);
    assertThat(translation.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.CREDENTIAL_MISSING);
  }

  @Test
  void what_no_group_can_say_is_said_once_for_all() {
    List<Resource> objects =
        List.of(
            gateway("default/a").selector(Map.of("no", "one")).http(80, "a.com").build(),
            virtualService("default/b").hosts("a.com").gateways("default/b").build());

    assertThat(Translation.reachFindings(objects, List.of(INGRESS)))
        .extracting(Finding::code)
        .containsExactly(FindingCode.SELECTOR_MATCHES_NO_PROXY, FindingCode.GATEWAY_NOT_FOUND);
  }

  /** As many behaviours as fit into one set of objects. */
  private static Scenario everything() {
    return Scenario.seed()
        .with(service("istio-system/other").selector(INGRESS.labels()).port("x", 80, 9080))
        .with(gateway("default/old").age(1).http(80, "*").https(443, "a", "a", "a.example.com"))
        .with(
            gateway("default/young")
                .age(2)
                .redirect(80, "a.example.com")
                .http(443, "b.example.com")
                .https(443, "a", "b", "a.example.com", "b.example.com")
                .https(443, "c", "missing", "c.example.com")
                .http(81, "a.example.com"))
        .with(
            virtualService("default/one")
                .hosts("a.example.com", "*.example.com")
                .gateways("default/old", "default/young")
                .prefix("httpbin", 8000, "/a")
                .prefix("httpbin", 8000))
        .with(
            virtualService("default/two")
                .hosts("a.example.com")
                .gateways("default/old", "default/young")
                .prefix("nowhere", 80, "/b")
                .prefix("idle", 80, "/c")
                .prefix("httpbin", 8000))
        .with(service("default/idle").port("", 80, 80))
        .with(slice("default/idle-b", "idle").port("", 80).ready("127.0.0.1"))
        .with(virtualService("other/three").hosts("*").gateways("default/old").exportTo("."))
        .without("missing");
  }
}
