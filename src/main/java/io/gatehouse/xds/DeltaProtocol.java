package io.gatehouse.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.Optional;

/** The incremental protocol. */
final class DeltaProtocol implements XdsProtocol<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {

  @Override
  public StreamRequest read(DeltaDiscoveryRequest request) {
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
        interest ->
            interest.change(
                request.getResourceNamesSubscribeList(), request.getResourceNamesUnsubscribeList()),
        request.getInitialResourceVersionsMap(),
        request.getInitialResourceVersionsCount() > 0);
  }

  @Override
  public DeltaDiscoveryResponse write(TypeState state, Delivery delivery) {
    String nonce = Long.toString(delivery.nonce());
    DeltaDiscoveryResponse.Builder response =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(state.type().typeUrl())
            .setNonce(nonce)
            .setSystemVersionInfo(nonce)
            .addAllRemovedResources(delivery.removed());
    delivery.resources().values().forEach(resource -> response.addResources(state.wire(resource)));
    return response.build();
  }

  @Override
  public boolean namesAll(XdsType type) {
    return false;
  }

  @Override
  public boolean tellsAbsence() {
    return true;
  }

  @Override
  public boolean acknowledgesCumulatively() {
    return false;
  }

  @Override
  public Verdict judge(TypeState state, Delivery delivery, String detail) {
    return Verdict.of(delivery.resources().keySet());
  }
}
