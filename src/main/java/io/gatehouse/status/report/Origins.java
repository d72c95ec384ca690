package io.gatehouse.status.report;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.Kind;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which objects a part of the model comes from. */
final class Origins {

  private Origins() {}

  /** {@code namespace/name} of the VirtualServices that a virtual host is made of, sorted. */
  static Set<String> virtualServices(VirtualHost host) {
    return Stream.concat(Stream.of(host.origin()), host.routes().stream().map(Route::origin))
        .filter(origin -> origin.kind().equals(Kind.VIRTUAL_SERVICE.title()))
        .map(Origins::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@code namespace/name}. */
  static String name(Origin origin) {
    return origin.namespace() + "/" + origin.name();
  }
}
