package io.gatehouse.status.report;

import com.fasterxml.jackson.annotation.JsonValue;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Listener.TcpShare;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.status.report.GroupModel.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Walks a request through a group's model as Envoy would: listener, filter chain by SNI, virtual
 * host by authority, first route that matches, cluster, endpoints. Each step leaves a sentence.
 */
final class RequestWalk {

  /** Where a request ends. */
  enum Outcome {
    FORWARDED("forwarded"),
    REDIRECTED("redirected"),
    /** Answered by Envoy itself, as its route says. */
    ANSWERED("answered"),
    /** 404: no virtual host or no route. */
    NOT_FOUND("not-found"),
    /** 421: the host is another filter chain's than the server name's. */
    MISDIRECTED("misdirected"),
    /** Nothing listens: connection refused. */
    NO_LISTENER("no-listener"),
    /** No filter chain for the SNI: the handshake fails. */
    NO_FILTER_CHAIN("no-filter-chain"),
    /** 503, or a closed connection: the cluster does not exist. */
    NO_CLUSTER("no-cluster"),
    /** 503, or a closed connection: the cluster has no endpoints. */
    NO_ENDPOINTS("no-endpoints");

    private final String id;

    Outcome(String id) {
      this.id = id;
    }

    @JsonValue
    String id() {
      return id;
    }

    boolean served() {
      return this == FORWARDED || this == REDIRECTED || this == ANSWERED;
    }
  }

  private static final String UNAVAILABLE = "answered with 503";
  private static final String CLOSED = "the connection is closed";

  private final GroupModel group;
  private final ExplainRequest request;
  private final List<String> steps = new ArrayList<>();
  private Optional<Placement> placement = Optional.empty();
  private Optional<VirtualHost> virtualHost = Optional.empty();
  private Optional<RouteEntry> route = Optional.empty();
  private final Outcome outcome;

  RequestWalk(GroupModel group, ExplainRequest request) {
    this.group = group;
    this.request = request;
    this.outcome = listener();
  }

  Outcome outcome() {
    return outcome;
  }

  List<String> steps() {
    return List.copyOf(steps);
  }

  Optional<Placement> placement() {
    return placement;
  }

  Optional<VirtualHost> virtualHost() {
    return virtualHost;
  }

  Optional<RouteEntry> route() {
    return route;
  }

  private Outcome listener() {
    List<Listener> listeners = group.listeners(request.port());
    if (listeners.isEmpty()) {
      steps.add("Nothing listens for port " + request.port() + ": the connection is refused.");
      return Outcome.NO_LISTENER;
    }
    Listener listener =
        listeners.stream()
            .filter(candidate -> chain(candidate).isPresent())
            .findFirst()
            .orElse(listeners.get(0));
    steps.add(
        "Listener "
            + listener.name()
            + " takes the connection for port "
            + request.port()
            + (listener.tls() ? " and reads the SNI." : " without TLS."));
    Optional<FilterChain> chain = chain(listener);
    if (chain.isEmpty()) {
      steps.add("No filter chain has the SNI " + request.serverName() + ": the handshake fails.");
      return Outcome.NO_FILTER_CHAIN;
    }
    placement = chain.map(found -> new Placement(listener, found));
    chain.get().tls().ifPresent(tls -> describe(chain.get(), tls));
    return chain
        .get()
        .tcp()
        .map(tcp -> connection(chain.get(), tcp))
        .orElseGet(() -> virtualHost(listener, chain.get()));
  }

  private void describe(FilterChain chain, Listener.TlsTermination tls) {
    steps.add(
        "Filter chain "
            + chain.name()
            + " of "
            + chain.origin()
            + (tls.certificates().size() == 1
                ? " answers with the certificate "
                : " answers with one of the certificates ")
            + String.join(", ", tls.certificates())
            + tls.clients().map(RequestWalk::described).orElse("")
            + ".");
  }

  private Outcome connection(FilterChain chain, Handling.Tcp tcp) {
    steps.add(
        "Filter chain "
            + chain.name()
            + " forwards the connection by "
            + tcp.origin()
            + (chain.tls().isPresent() ? ", without looking at requests." : " as it is."));
    return forwarded(tcp.clusters().stream().map(TcpShare::cluster).toList(), CLOSED);
  }

  private static String described(Listener.ClientValidation clients) {
    boolean narrowed =
        !clients.subjectAltNames().isEmpty()
            || !clients.spkiHashes().isEmpty()
            || !clients.certificateHashes().isEmpty();
    return (clients.required()
            ? " and asks for a client certificate by "
            : " and verifies the certificate of a client that has one by ")
        + clients.ca()
        + (narrowed ? ", of those that the server names" : "")
        + (clients.untrustedToo() ? ", but lets in others too" : "");
  }

  private Optional<FilterChain> chain(Listener listener) {
    return chain(listener, request.serverName());
  }

  /** The exact server name, else the longest wildcard, else the chain without server names. */
  private static Optional<FilterChain> chain(Listener listener, String serverName) {
    if (!listener.tls()) {
      return listener.filterChains().stream().findFirst();
    }
    return listener.filterChains().stream()
        .filter(chain -> specificity(chain, serverName) >= 0)
        .max(Comparator.comparingInt(chain -> specificity(chain, serverName)));
  }

  private static int specificity(FilterChain chain, String serverName) {
    if (chain.serverNames().isEmpty()) {
      return 0;
    }
    return chain.serverNames().stream()
        .filter(name -> HostPattern.covers(name, serverName))
        .mapToInt(name -> HostPattern.isWildcard(name) ? name.length() : Integer.MAX_VALUE)
        .max()
        .orElse(-1);
  }

  private Outcome virtualHost(Listener listener, FilterChain chain) {
    virtualHost = group.hosts(chain).find(request.host());
    if (virtualHost.isEmpty()) {
      steps.add(
          "Route configuration "
              + chain.routeConfiguration().orElse("")
              + " has no virtual host for "
              + request.host()
              + ": answered with 404.");
      return Outcome.NOT_FOUND;
    }
    VirtualHost host = virtualHost.get();
    if (host.isMisdirected()) {
      steps.add(misdirected(listener, chain));
      return Outcome.MISDIRECTED;
    }
    steps.add(
        "Virtual host "
            + host.name()
            + " of "
            + chain.routeConfiguration().orElse("")
            + " is for this host.");
    if (host.requireTls()) {
      steps.add("It redirects plain requests to HTTPS with 301.");
      return Outcome.REDIRECTED;
    }
    return route(host, new RequestMatch(request, chain.tls().isPresent()));
  }

  private String misdirected(Listener listener, FilterChain chosen) {
    String host = ForeignText.shown(request.host());
    return chain(listener, request.host())
        .filter(own -> !own.equals(chosen))
        .map(
            own ->
                "The host %s is for filter chain %s of %s, and the server name %s chose this one:"
                        .formatted(host, own.name(), own.origin(), ForeignText.shown(serverName()))
                    + " answered with 421, so that the client asks again on a connection of its"
                    + " own.")
        .orElse(
            "This filter chain is not for the host "
                + host
                + ", and none that is for it is in service: answered with 421.");
  }

  private String serverName() {
    return request.serverName().isEmpty() ? "(none)" : request.serverName();
  }

  private Outcome route(VirtualHost host, RequestMatch requests) {
    int order = 0;
    for (Route candidate : host.routes()) {
      order++;
      Optional<String> mismatch = requests.mismatch(candidate.match());
      if (mismatch.isEmpty()) {
        RouteEntry entry = RouteWords.entry(order, candidate, group);
        route = Optional.of(entry);
        steps.add(
            "Route " + order + " (" + entry.match() + ") of " + candidate.origin() + " matches.");
        return action(candidate.action());
      }
      steps.add(
          "Route "
              + order
              + " of "
              + candidate.origin()
              + " does not match: it needs "
              + mismatch.get()
              + ".");
    }
    steps.add(
        (host.routes().isEmpty() ? "It has no routes" : "No route matches")
            + ": answered with 404.");
    return Outcome.NOT_FOUND;
  }

  private Outcome action(Action action) {
    if (action instanceof Action.DirectResponse direct) {
      steps.add("It is answered with " + direct.status() + ", and by no backend.");
      return Outcome.ANSWERED;
    }
    if (!(action instanceof Action.Forward forward)) {
      steps.add("It answers with a " + RouteWords.action(action) + ".");
      return Outcome.REDIRECTED;
    }
    return forwarded(
        forward.clusters().stream().map(WeightedCluster::cluster).toList(), UNAVAILABLE);
  }

  /**
   * @param otherwise what becomes of it where that cannot be
   */
  private Outcome forwarded(List<String> clusters, String otherwise) {
    String names = String.join(", ", clusters);
    if (clusters.stream().noneMatch(group::hasCluster)) {
      steps.add("It goes to " + names + ", which does not exist: " + otherwise + ".");
      return Outcome.NO_CLUSTER;
    }
    int endpoints =
        clusters.stream()
            .flatMap(cluster -> group.endpoints(cluster).stream())
            .map(EndpointAssignment::endpoints)
            .mapToInt(List::size)
            .sum();
    if (endpoints == 0) {
      steps.add("It goes to " + names + ", which has no endpoints: " + otherwise + ".");
      return Outcome.NO_ENDPOINTS;
    }
    steps.add("It goes to " + names + " with " + Words.count(endpoints, "endpoint") + ".");
    return Outcome.FORWARDED;
  }
}
