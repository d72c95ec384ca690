package io.gatehouse.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A client of the incremental protocol. */
final class DeltaProbe extends StreamProbe<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {

  DeltaProbe(FixedSnapshots snapshots) {
    this(snapshots, Optional.empty());
  }

  DeltaProbe(FixedSnapshots snapshots, Optional<XdsType> only) {
    super(new DeltaProtocol(), snapshots, only);
  }

  void request(XdsType type, Consumer<DeltaDiscoveryRequest.Builder> content) {
    DeltaDiscoveryRequest.Builder request =
        DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl()).setNode(node());
    content.accept(request);
    send(request.build());
  }

  void subscribe(XdsType type, String... names) {
    request(type, request -> request.addAllResourceNamesSubscribe(List.of(names)));
  }

  void unsubscribe(XdsType type, String... names) {
    request(type, request -> request.addAllResourceNamesUnsubscribe(List.of(names)));
  }

  /** The first request of a type on a new stream, from a client that has something. */
  void resume(XdsType type, Map<String, String> versions) {
    request(
        type,
        request -> {
          request.putAllInitialResourceVersions(versions);
          if (!type.wildcard()) {
            request.addAllResourceNamesSubscribe(versions.keySet());
          }
        });
  }

  @Override
  void ack(DeltaDiscoveryResponse response) {
    send(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setResponseNonce(response.getNonce())
            .build());
  }

  void nack(DeltaDiscoveryResponse response, String detail) {
    send(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setResponseNonce(response.getNonce())
            .setErrorDetail(Status.newBuilder().setCode(13).setMessage(detail))
            .build());
  }

  /** For example {@code CLUSTER +a@1 -b}. */
  @Override
  String line(DeltaDiscoveryResponse response) {
    return Stream.of(
            Stream.of(XdsType.of(response.getTypeUrl()).orElseThrow().name()),
            response.getResourcesList().stream()
                .map(resource -> "+" + resource.getName() + "@" + resource.getVersion())
                .sorted(),
            response.getRemovedResourcesList().stream().map(name -> "-" + name).sorted())
        .flatMap(parts -> parts)
        .collect(Collectors.joining(" "));
  }
}
