package io.gatehouse.status.report;

import com.fasterxml.jackson.annotation.JsonValue;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Listener.TcpShare;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.status.report.GroupModel.Placement;
import java.util.ArrayList;
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
    /** 404: no virtual host or no route. */
    NOT_FOUND("not-found"),
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
      return this == FORWARDED || this == REDIRECTED;
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
      steps.add("No filter chain has the SNI " + request.host() + ": the handshake fails.");
      return Outcome.NO_FILTER_CHAIN;
    }
    placement = chain.map(found -> new Placement(listener, found));
    chain.get().tls().ifPresent(tls -> describe(chain.get(), tls));
    return chain
        .get()
        .tcp()
        .map(tcp -> connection(chain.get(), tcp))
        .orElseGet(() -> virtualHost(chain.get()));
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

  /** The exact server name, else the longest wildcard, else the chain without server names. */
  private Optional<FilterChain> chain(Listener listener) {
    if (!listener.tls()) {
      return listener.filterChains().stream().findFirst();
    }
    return listener.filterChains().stream()
        .filter(chain -> specificity(chain) >= 0)
        .max((one, other) -> Integer.compare(specificity(one), specificity(other)));
  }

  private int specificity(FilterChain chain) {
    if (chain.serverNames().isEmpty()) {
      return 0;
    }
    return chain.serverNames().stream()
        .filter(name -> HostPattern.covers(name, request.host()))
        .mapToInt(name -> HostPattern.isWildcard(name) ? name.length() : Integer.MAX_VALUE)
        .max()
        .orElse(-1);
  }

  private Outcome virtualHost(FilterChain chain) {
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
    return route(host);
  }

  private Outcome route(VirtualHost host) {
    int order = 0;
    for (Route candidate : host.routes()) {
      order++;
      Optional<String> mismatch = mismatch(candidate.match());
      if (mismatch.isEmpty()) {
        RouteEntry entry = RouteWords.entry(order, candidate, group);
        route = Optional.of(entry);
        steps.add(
            "Route " + order + " (" + entry.match() + ") of " + candidate.origin() + " matches.");
        return action(candidate.action());
      }
      steps.add(
          "Route " + order + " of " + candidate.origin() + " does not match: " + mismatch.get());
    }
    steps.add(
        (host.routes().isEmpty() ? "It has no routes" : "No route matches")
            + ": answered with 404.");
    return Outcome.NOT_FOUND;
  }

  private Optional<String> mismatch(Route.Match match) {
    if (!pathMatches(match.path())) {
      return Optional.of(
          "it needs " + RouteWords.match(new Route.Match(match.path(), List.of())) + ".");
    }
    return match.headers().stream()
        .filter(header -> !headerMatches(header))
        .findFirst()
        .map(header -> "it needs " + RouteWords.header(header) + ".");
  }

  private boolean pathMatches(Path path) {
    if (path instanceof Path.Exact exact) {
      return exact.value().equals(request.path());
    }
    if (path instanceof Path.Prefix prefix) {
      return request.path().startsWith(prefix.value());
    }
    return regexMatches(((Path.Regex) path).value(), request.path());
  }

  /** Of headers, only method and authority are known; others are taken as absent. */
  private boolean headerMatches(HeaderMatch header) {
    Optional<String> value =
        switch (header.name()) {
          case ":method" -> Optional.of(request.method());
          case ":authority" -> Optional.of(request.host());
          default -> Optional.empty();
        };
    return value.filter(present -> headerMatches(header, present)).isPresent();
  }

  private static boolean headerMatches(HeaderMatch header, String value) {
    if (header instanceof HeaderMatch.Exact exact) {
      return exact.value().equals(value);
    }
    if (header instanceof HeaderMatch.Prefix prefix) {
      return value.startsWith(prefix.value());
    }
    if (header instanceof HeaderMatch.Regex regex) {
      return regexMatches(regex.value(), value);
    }
    return true;
  }

  private static boolean regexMatches(String expression, String value) {
    try {
      return Pattern.matches(expression, value);
    } catch (PatternSyntaxException invalid) {
      return false;
    }
  }

  private Outcome action(Action action) {
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
