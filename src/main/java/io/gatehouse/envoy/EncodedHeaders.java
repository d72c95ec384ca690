package io.gatehouse.envoy;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.HeaderChanges;
import java.util.List;
import java.util.stream.Stream;

/** Changes of headers as a route and a share of a route both take them. */
record EncodedHeaders(
    List<HeaderValueOption> requestAdd,
    List<String> requestRemove,
    List<HeaderValueOption> responseAdd,
    List<String> responseRemove) {

  static EncodedHeaders of(HeaderChanges changes) {
    return new EncodedHeaders(
        options(changes.requestSet(), changes.requestAdd()),
        changes.requestRemove(),
        options(changes.responseSet(), changes.responseAdd()),
        changes.responseRemove());
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
