package io.gatehouse.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request, whichever protocol it came by.
 *
 * @param typeUrl may be empty on a single-type service
 * @param nonce of the response it answers; empty where it answers none
 * @param error Envoy's words where it refused that response
 * @param names changes what the stream is interested in
 * @param held versions of the resources that the client has from an earlier stream, by name
 * @param returning whether the client has been served this type before, on another stream
 */
record StreamRequest(
    Optional<Node> node,
    String typeUrl,
    String nonce,
    Optional<String> error,
    Function<Interest, Interest.Change> names,
    Map<String, String> held,
    boolean returning) {}
