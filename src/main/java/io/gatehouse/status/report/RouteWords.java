package io.gatehouse.status.report;

import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.status.report.RouteEntry.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Routes in words. */
final class RouteWords {

  private RouteWords() {}

  /** All routes of a virtual host, in their order. */
  static List<RouteEntry> entries(VirtualHost host, GroupModel group) {
    List<RouteEntry> entries = new ArrayList<>();
    for (Route route : host.routes()) {
      entries.add(entry(entries.size() + 1, route, group));
    }
    return entries;
  }

  /**
   * @param order from 1
   */
  static RouteEntry entry(int order, Route route, GroupModel group) {
    return new RouteEntry(
        order,
        match(route.match()),
        action(route.action()),
        destinations(route.action(), group),
        route.origin().object().toString(),
        route.origin().field());
  }

  static String match(Route.Match match) {
    return Stream.concat(
            Stream.of(path(match.path())), match.headers().stream().map(RouteWords::header))
        .collect(Collectors.joining(" and "));
  }

  private static String path(Path path) {
    if (path instanceof Path.Exact exact) {
      return "path = " + exact.value();
    }
    if (path instanceof Path.Prefix prefix) {
      return "path prefix " + prefix.value();
    }
    return "path ~ " + ((Path.Regex) path).value();
  }

  static String header(HeaderMatch header) {
    String name =
        header.name().startsWith(":") ? header.name().substring(1) : "header " + header.name();
    if (header instanceof HeaderMatch.Exact exact) {
      return name + " = " + exact.value();
    }
    if (header instanceof HeaderMatch.Prefix prefix) {
      return name + " prefix " + prefix.value();
    }
    if (header instanceof HeaderMatch.Regex regex) {
      return name + " ~ " + regex.value();
    }
    return name + " present";
  }

  static String action(Action action) {
    if (action instanceof Action.Redirect redirect) {
      String scheme = redirect.scheme().map(s -> s + "://").orElse("");
      String host = redirect.host().orElse(scheme.isEmpty() ? "" : "<host>");
      String port = redirect.port().map(p -> ":" + p).orElse("");
      String path =
          redirect
              .path()
              .or(() -> redirect.prefixRewrite().map(prefix -> prefix + "<rest>"))
              .orElse("<path>");
      return "redirect " + redirect.code() + " to " + scheme + host + port + path;
    }
    if (action instanceof Action.DirectResponse direct) {
      return "answer " + direct.status();
    }
    return "forward";
  }

  static List<Destination> destinations(Action action, GroupModel group) {
    if (!(action instanceof Action.Forward forward)) {
      return List.of();
    }
    return forward.clusters().stream()
        .map(weighted -> destination(weighted.cluster(), weighted.weight(), group))
        .toList();
  }

  static List<Destination> destinations(Handling.Tcp tcp, GroupModel group) {
    return tcp.clusters().stream()
        .map(share -> destination(share.cluster(), share.weight(), group))
        .toList();
  }

  private static Destination destination(String cluster, int weight, GroupModel group) {
    Optional<EndpointAssignment> endpoints = group.endpoints(cluster);
    return new Destination(cluster, weight, count(endpoints, false), count(endpoints, true));
  }

  private static int count(Optional<EndpointAssignment> assignment, boolean draining) {
    return (int)
        assignment.stream()
            .flatMap(endpoints -> endpoints.endpoints().stream())
            .filter((Endpoint endpoint) -> endpoint.draining() == draining)
            .count();
  }
}
