package io.gatehouse.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The state of the world protocol. Responses of listeners and clusters name all; of the other types
 * Envoy takes what is there and keeps the rest.
 */
final class SotwProtocol implements XdsProtocol<DiscoveryRequest, DiscoveryResponse> {

  @Override
  public StreamRequest read(DiscoveryRequest request) {
    Optional<Node> node = request.hasNode() ? Optional.of(request.getNode()) : Optional.empty();
    Optional<String> error =
        request.hasErrorDetail()
            ? Optional.of(request.getErrorDetail().getMessage())
            : Optional.empty();
    return new StreamRequest(
        node,
        request.getTypeUrl(),
        request.getResponseNonce(),
        error,
        interest -> interest.replace(request.getResourceNamesList()),
        Map.of(),
        !request.getVersionInfo().isEmpty());
  }

  @Override
  public DiscoveryResponse write(TypeState state, Delivery delivery) {
    String nonce = Long.toString(delivery.nonce());
    Map<String, XdsResource> resources =
        state.isFull() ? state.holdings().current() : delivery.resources();
    DiscoveryResponse.Builder response =
        DiscoveryResponse.newBuilder()
            .setTypeUrl(state.type().typeUrl())
            .setNonce(nonce)
            .setVersionInfo(nonce);
    resources
        .values()
        .forEach(resource -> response.addResources(state.wire(resource).getResource()));
    return response.build();
  }

  @Override
  public boolean namesAll(XdsType type) {
    return type.wildcard();
  }

  @Override
  public boolean tellsAbsence() {
    return false;
  }

  @Override
  public boolean acknowledgesCumulatively() {
    return true;
  }

  /**
   * Where a response names all it cannot be taken apart without removing what it leaves out. Envoy
   * applies what is good of it and begins a line with the name of each that is not; if it names
   * none, it could not read the response and applied nothing.
   */
  @Override
  public Verdict judge(TypeState state, Delivery delivery, String detail) {
    Set<String> changed = delivery.resources().keySet();
    if (!state.isFull() || changed.size() == 1 && !state.holdings().keepsRefused()) {
      return Verdict.of(changed);
    }
    Set<String> blamed =
        state.holdings().current().keySet().stream()
            .filter(name -> isBlamed(name, detail))
            .collect(Collectors.toSet());
    if (!blamed.isEmpty()) {
      Map<Boolean, Set<String>> parts =
          changed.stream().collect(Collectors.partitioningBy(blamed::contains, Collectors.toSet()));
      return new Verdict(parts.get(true), Set.of(), parts.get(false));
    }
    return state.isReturning()
        ? new Verdict(new HashSet<>(changed), Set.of(), Set.of())
        : new Verdict(Set.of(), changed, Set.of());
  }

  private static boolean isBlamed(String name, String detail) {
    return (" " + detail).replace('\n', ' ').contains(" " + name + ": ");
  }
}
