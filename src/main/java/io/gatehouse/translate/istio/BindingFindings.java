package io.gatehouse.translate.istio;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.resource.istio.TlsRoute;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.HostIndex;
import io.gatehouse.translate.common.Words;
import io.gatehouse.translate.istio.Bindings.Served;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Says which VirtualServices name Gateways that do not exist or that have none of their hosts, and
 * which delegates nobody delegates to.
 */
public final class BindingFindings {

  private final Bindings bindings;
  private final Findings findings = new Findings();

  private BindingFindings(Bindings bindings) {
    this.bindings = bindings;
  }

  public static List<Finding> of(VirtualService virtualService, Bindings bindings) {
    BindingFindings binding = new BindingFindings(bindings);
    binding.check(virtualService);
    return binding.findings.sorted();
  }

  private void check(VirtualService virtualService) {
    SortedSet<String> served = new TreeSet<>();
    List<ObjectName> missing = new ArrayList<>();
    List<ObjectName> withoutHost = new ArrayList<>();
    for (ObjectName name : new TreeSet<>(virtualService.gateways())) {
      Optional<HostIndex<Served>> hosts = bindings.hostsOf(name);
      if (hosts.isEmpty()) {
        missing.add(name);
      } else if (!addServed(virtualService, hosts.get(), served)) {
        withoutHost.add(name);
      }
    }
    if (virtualService.isDelegate() && !bindings.isDelegatedTo(virtualService.name())) {
      reportUnused(virtualService);
    }
    if (!missing.isEmpty()) {
      reportMissing(virtualService, missing);
    }
    if (!withoutHost.isEmpty()) {
      reportWithoutHost(virtualService, withoutHost);
    }
    SortedSet<String> unserved = new TreeSet<>(virtualService.hosts());
    unserved.removeAll(served);
    if (!served.isEmpty() && !unserved.isEmpty()) {
      reportUnserved(virtualService, unserved);
    }
    if (!served.isEmpty()) {
      Stream.of(Routing.values())
          .filter(routing -> routing != Routing.HTTP || !virtualService.http().isEmpty())
          .filter(virtualService::isFor)
          .filter(routing -> !isAskedFor(virtualService, routing))
          .forEach(routing -> reportUnused(virtualService, routing));
    }
    reportUnservedNames(virtualService);
  }

  /** Whether some server with one of its hosts asks for routes of that kind. */
  private boolean isAskedFor(VirtualService virtualService, Routing routing) {
    return virtualService.hosts().stream().anyMatch(host -> meets(virtualService, host, routing));
  }

  private boolean meets(VirtualService virtualService, String host, Routing routing) {
    List<Served> met = new ArrayList<>();
    virtualService.gateways().stream()
        .flatMap(gateway -> bindings.hostsOf(gateway).stream())
        .forEach(hosts -> hosts.forEachOverlap(host, (common, server) -> met.add(server)));
    return met.stream()
        .anyMatch(
            server ->
                server.routing() == routing
                    && ServerHosts.admits(server.serverHost(), virtualService));
  }

  /** Names of tls routes, where there are servers that ask for such routes, but not for these. */
  private void reportUnservedNames(VirtualService virtualService) {
    if (!isAskedFor(virtualService, Routing.TLS)) {
      return;
    }
    for (TlsRoute route : virtualService.tls()) {
      for (TlsRoute.Match match : route.matches()) {
        List<String> unserved =
            match.sniHosts().stream()
                .filter(name -> !meets(virtualService, name, Routing.TLS))
                .toList();
        if (!unserved.isEmpty()) {
          findings.warning(
              FindingCode.HOST_NOT_IN_GATEWAY,
              virtualService.origin(route).at("match").at(match.index()).at("sniHosts"),
              "No server of its Gateways passes TLS through for "
                  + Words.list(unserved)
                  + ": no connection is routed by these names.",
              "Add them to the hosts of such a server.");
        }
      }
    }
  }

  /** Whether a Gateway has any of the hosts; which, is added to {@code served}. */
  private static boolean addServed(
      VirtualService virtualService, HostIndex<Served> hosts, Collection<String> served) {
    List<String> found = new ArrayList<>();
    for (String host : virtualService.hosts()) {
      hosts.forEachOverlap(
          host,
          (overlap, server) -> {
            if (ServerHosts.admits(server.serverHost(), virtualService)) {
              found.add(host);
            }
          });
    }
    served.addAll(found);
    return !found.isEmpty();
  }

  private void reportUnused(VirtualService virtualService) {
    findings.info(
        FindingCode.DELEGATE_UNUSED,
        virtualService.origin().at("spec"),
        "The VirtualService has neither hosts nor gateways, and no other on a Gateway delegates to"
            + " it: its routes are not served.",
        "Name it below delegate of a route of another, or write hosts and gateways.");
  }

  private void reportMissing(VirtualService virtualService, List<ObjectName> missing) {
    findings.error(
        FindingCode.GATEWAY_NOT_FOUND,
        virtualService.origin().at("spec.gateways"),
        "The VirtualService is bound to what does not exist: Gateway " + Words.list(missing) + ".",
        "Create the Gateway or name another; one of another namespace is written namespace/name.");
  }

  private void reportWithoutHost(VirtualService virtualService, List<ObjectName> gateways) {
    findings.error(
        FindingCode.HOST_NOT_IN_GATEWAY,
        virtualService.origin().at("spec.hosts"),
        "None of the hosts "
            + Words.list(virtualService.hosts())
            + " is one that Gateway "
            + Words.list(gateways)
            + " has for VirtualServices of namespace "
            + Words.shown(virtualService.metadata().namespace())
            + ": they are not served there.",
        "Add a host to a server of the Gateway, or to the VirtualService; a namespace before a"
            + " server's host keeps those of others out.");
  }

  private void reportUnserved(VirtualService virtualService, SortedSet<String> hosts) {
    findings.info(
        FindingCode.HOST_NOT_IN_GATEWAY,
        virtualService.origin().at("spec.hosts"),
        "Hosts that none of its Gateways has are not served: " + Words.list(hosts) + ".",
        "Add them to a server of the Gateway if clients from outside are to reach them.");
  }

  private void reportUnused(VirtualService virtualService, Routing routing) {
    String servers =
        switch (routing) {
          case HTTP -> "speaks HTTP, with or without TLS";
          case TLS -> "passes TLS through (mode PASSTHROUGH)";
          case TCP -> "forwards connections (protocol TCP, or TLS that it terminates)";
        };
    findings.error(
        FindingCode.ROUTES_NOT_USED,
        virtualService.origin().at("spec").at(routing.field()),
        "No server of its Gateways that has one of its hosts "
            + servers
            + ": its "
            + routing.field()
            + " routes are not used.",
        "Write routes that suit the server's protocol and TLS mode, or change these.");
  }
}
