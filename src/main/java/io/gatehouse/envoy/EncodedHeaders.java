package io.gatehouse.envoy;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.HeaderChanges;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Changes of headers as a route and a share of a route both take them.
 *
 * @param host what the host becomes: Envoy refuses a change of that header and has a field for it
 */
record EncodedHeaders(
    List<HeaderValueOption> requestAdd,
    List<String> requestRemove,
    List<HeaderValueOption> responseAdd,
    List<String> responseRemove,
    Optional<String> host) {

  private static final Set<String> HOST = Set.of("host", ":authority");

  static EncodedHeaders of(HeaderChanges changes) {
    List<Route.HeaderValue> set =
        changes.requestSet().stream().filter(header -> !isHost(header)).toList();
    return new EncodedHeaders(
        options(set, changes.requestAdd()),
        changes.requestRemove(),
        options(changes.responseSet(), changes.responseAdd()),
        changes.responseRemove(),
        changes.requestSet().stream()
            .filter(EncodedHeaders::isHost)
            .map(Route.HeaderValue::value)
            .findFirst());
  }

  private static boolean isHost(Route.HeaderValue header) {
    return HOST.contains(header.name().toLowerCase(Locale.ROOT));
  }

  private static List<HeaderValueOption> options(
      List<Route.HeaderValue> set, List<Route.HeaderValue> add) {
    return Stream.concat(
            set.stream()
                .map(header -> option(header, HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)),
            add.stream().map(header -> option(header, HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD)))
        .toList();
  }

  private static HeaderValueOption option(Route.HeaderValue header, HeaderAppendAction action) {
    return HeaderValueOption.newBuilder()
        .setHeader(HeaderValue.newBuilder().setKey(header.name()).setValue(literal(header.value())))
        .setAppendAction(action)
        .setKeepEmptyValue(header.value().isEmpty())
        .build();
  }

  /** Envoy reads {@code %…%} as a command. */
  private static String literal(String value) {
    return value.replace("%", "%%");
  }
}
