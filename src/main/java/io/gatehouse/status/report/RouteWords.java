package io.gatehouse.status.report;

import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.PathRewrite;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.QueryMatch;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.model.TextMatch;
import io.gatehouse.status.report.RouteEntry.Destination;
import java.math.BigDecimal;
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
        action(route),
        destinations(route.action(), group),
        route.origin().object().toString(),
        route.origin().field());
  }

  static String match(Route.Match match) {
    return Stream.of(
            Stream.of(path(match)),
            match.headers().stream().map(RouteWords::header),
            match.query().stream().map(RouteWords::parameter))
        .flatMap(conditions -> conditions)
        .collect(Collectors.joining(" and "));
  }

  static String path(Route.Match match) {
    String anyCase = match.ignoreCase() ? " in any case" : "";
    if (match.path() instanceof Path.Exact exact) {
      return "path = " + exact.value() + anyCase;
    }
    if (match.path() instanceof Path.Prefix prefix) {
      return "path prefix " + prefix.value() + anyCase;
    }
    return "path ~ " + ((Path.Regex) match.path()).value();
  }

  static String header(HeaderMatch header) {
    String name =
        header.name().startsWith(":") ? header.name().substring(1) : "header " + header.name();
    return (header.inverted() ? "not " : "") + condition(name, header.text());
  }

  static String parameter(QueryMatch parameter) {
    return condition("query parameter " + parameter.name(), parameter.text());
  }

  private static String condition(String name, TextMatch text) {
    if (text instanceof TextMatch.Exact exact) {
      return name + " = " + exact.value();
    }
    if (text instanceof TextMatch.Prefix prefix) {
      return name + " prefix " + prefix.value();
    }
    if (text instanceof TextMatch.Regex regex) {
      return name + " ~ " + regex.value();
    }
    return name + " present";
  }

  /** The action, and what filters do before it. */
  private static String action(Route route) {
    List<String> words = new ArrayList<>(List.of(action(route.action())));
    route
        .filters()
        .fault()
        .ifPresent(
            fault -> {
              fault
                  .delay()
                  .ifPresent(
                      delay ->
                          words.add(
                              "delay " + delay.time().toMillis() + " ms" + of(delay.perMillion())));
              fault
                  .abort()
                  .ifPresent(
                      abort ->
                          words.add(
                              "abort with "
                                  + (abort.grpc() ? "gRPC status " : "")
                                  + abort.status()
                                  + of(abort.perMillion())));
            });
    route.filters().cors().ifPresent(cors -> words.add("CORS"));
    return String.join(", ", words);
  }

  private static String of(int perMillion) {
    return " (" + BigDecimal.valueOf(perMillion, 4).stripTrailingZeros().toPlainString() + " %)";
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
    Action.Forward forward = (Action.Forward) action;
    List<String> words = new ArrayList<>(List.of("forward"));
    forward
        .rewrite()
        .ifPresent(
            rewrite ->
                words.add(
                    rewrite instanceof PathRewrite.Matched matched
                        ? "path as " + matched.value()
                        : "path by expression"));
    forward
        .mirrors()
        .forEach(mirror -> words.add("copies to " + mirror.cluster() + of(mirror.perMillion())));
    return String.join(", ", words);
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
