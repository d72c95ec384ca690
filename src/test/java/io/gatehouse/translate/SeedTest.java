package io.gatehouse.translate;

import static io.gatehouse.testing.Objects.forward;
import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.match;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.Credential;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Route;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.testing.Objects;
import io.gatehouse.testing.Objects.GatewayOf;
import io.gatehouse.testing.Objects.VirtualServiceOf;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The task "Secure Gateways", step by step. */
class SeedTest {

  private static final String HTTPS_ROUTES = "https.443.https.mygateway.default";
  private static final String HTTPBIN = "outbound|8000||httpbin.default.svc.cluster.local";

  @Test
  void a_single_host_is_served_with_its_credential() {
    Scenario scenario = Scenario.seed().with(singleHost()).with(httpbin());

    GatewayModel model = scenario.model();

    assertThat(scenario.findings()).isEmpty();
    assertThat(model.listeners()).hasSize(1);
    Listener listener = scenario.listener("0.0.0.0_8443");
    assertThat(listener.addresses()).containsExactly("0.0.0.0");
    assertThat(listener.port()).isEqualTo(8443);
    assertThat(listener.tls()).isTrue();
    assertThat(listener.filterChains())
        .containsExactly(
            new FilterChain(
                HTTPS_ROUTES,
                List.of("httpbin.example.com"),
                Optional.of(Objects.termination("httpbin-credential", Optional.empty())),
                new Handling.Http(HTTPS_ROUTES, false),
                singleHost().build().origin().at("spec.servers[0]")));
    assertThat(model.clusters())
        .extracting(Cluster::name, Cluster::protocol)
        .containsExactly(tuple(HTTPBIN, UpstreamProtocol.HTTP1));
    assertThat(model.endpointAssignments()).hasSize(1);
    assertThat(model.endpointAssignments().get(0).cluster()).isEqualTo(HTTPBIN);
    assertThat(model.endpointAssignments().get(0).endpoints())
        .containsExactly(new Endpoint("10.0.0.1", 80, false));
  }

  @Test
  void the_paths_of_the_virtual_service_are_routed_and_no_others() {
    List<VirtualHost> hosts =
        Scenario.seed().with(singleHost()).with(httpbin()).virtualHosts(HTTPS_ROUTES);

    assertThat(hosts).hasSize(1);
    VirtualHost host = hosts.get(0);
    assertThat(host.name()).isEqualTo("httpbin.example.com:443");
    assertThat(host.domains()).containsExactly("httpbin.example.com");
    assertThat(host.requireTls()).isFalse();
    assertThat(host.origin()).isEqualTo(httpbin().build().origin());
    assertThat(host.routes())
        .extracting(route -> route.match().path())
        .containsExactly(new Route.Path.Prefix("/status"), new Route.Path.Prefix("/delay"));
  }

  @Test
  void the_credential_is_the_secret_in_the_namespace_of_the_proxies() {
    List<Credential> credentials =
        Scenario.seed().with(singleHost()).with(httpbin()).model().credentials();

    assertThat(credentials).hasSize(1);
    Credential credential = credentials.get(0);
    assertThat(credential.name()).isEqualTo("httpbin-credential");
    assertThat(credential.kind()).isEqualTo(Credential.Kind.KEY_PAIR);
    assertThat(credential.fingerprint()).isEqualTo("fingerprint of httpbin-credential");
    assertThat(credential.held()).isFalse();
    assertThat(credential.origin().toString()).isEqualTo("Secret istio-system/httpbin-credential");
  }

  @Test
  void two_hosts_on_one_port_have_a_chain_each() {
    Scenario scenario =
        Scenario.seed()
            .withBackend("default/helloworld-v1", 5000, "10.0.0.2")
            .with(
                gateway("default/mygateway")
                    .https(443, "https-httpbin", "httpbin-credential", "httpbin.example.com")
                    .https(
                        443,
                        "https-helloworld",
                        "helloworld-credential",
                        "helloworld-v1.example.com"))
            .with(httpbin())
            .with(
                virtualService("default/helloworld-v1")
                    .hosts("helloworld-v1.example.com")
                    .route(
                        List.of(match(0, new StringMatch.Exact("/hello"))),
                        forward("helloworld-v1", 5000)));

    assertThat(scenario.findings()).isEmpty();
    assertThat(scenario.listener("0.0.0.0_8443").filterChains())
        .extracting(chain -> chain.serverNames() + chain.tls().orElseThrow().certificates().get(0))
        .containsExactly(
            "[helloworld-v1.example.com]helloworld-credential",
            "[httpbin.example.com]httpbin-credential");
    assertThat(scenario.virtualHosts("https.443.https-httpbin.mygateway.default"))
        .extracting(VirtualHost::name)
        .containsExactly("httpbin.example.com:443");
    assertThat(scenario.virtualHosts("https.443.https-helloworld.mygateway.default"))
        .extracting(VirtualHost::name)
        .containsExactly("helloworld-v1.example.com:443");
  }

  @Test
  void mutual_tls_verifies_clients_with_the_ca_of_the_credential() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .mutual(443, "https", "httpbin-credential", "httpbin.example.com"))
            .with(httpbin());

    assertThat(scenario.chain(HTTPS_ROUTES).tls())
        .contains(
            Objects.termination("httpbin-credential", Optional.of("httpbin-credential-cacert")));
    assertThat(scenario.model().credentials())
        .extracting(Credential::name)
        .containsExactly("httpbin-credential", "httpbin-credential-cacert");
  }

  @Test
  void without_gateway_nothing_is_served() {
    assertThat(Scenario.seed().with(httpbin()).model()).isEqualTo(GatewayModel.EMPTY);
  }

  private static GatewayOf singleHost() {
    return gateway("default/mygateway")
        .https(443, "https", "httpbin-credential", "httpbin.example.com");
  }

  private static VirtualServiceOf httpbin() {
    return virtualService("default/httpbin")
        .hosts("httpbin.example.com")
        .prefix("httpbin", 8000, "/status", "/delay");
  }
}
