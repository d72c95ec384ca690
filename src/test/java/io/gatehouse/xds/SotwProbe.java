package io.gatehouse.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A client of the state of the world protocol; repeats its names in every request, as Envoy does.
 */
final class SotwProbe extends StreamProbe<DiscoveryRequest, DiscoveryResponse> {

  private final Map<XdsType, List<String>> names = new EnumMap<>(XdsType.class);
  private final Map<XdsType, String> versions = new EnumMap<>(XdsType.class);
  private final Map<XdsType, String> nonces = new EnumMap<>(XdsType.class);

  SotwProbe(FixedSnapshots snapshots) {
    super(new SotwProtocol(), snapshots, Optional.empty());
  }

  void subscribe(XdsType type, String... wanted) {
    names.put(type, List.of(wanted));
    send(request(type).build());
  }

  /** The first request of a type on a new stream, from a client that has something. */
  void resume(XdsType type, String... wanted) {
    versions.put(type, "7");
    subscribe(type, wanted);
  }

  private DiscoveryRequest.Builder request(XdsType type) {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(type.typeUrl())
        .setNode(node())
        .addAllResourceNames(names.getOrDefault(type, List.of()))
        .setVersionInfo(versions.getOrDefault(type, ""))
        .setResponseNonce(nonces.getOrDefault(type, ""));
  }

  @Override
  void ack(DiscoveryResponse response) {
    XdsType type = type(response);
    versions.put(type, response.getVersionInfo());
    nonces.put(type, response.getNonce());
    send(request(type).build());
  }

  void nack(DiscoveryResponse response, String detail) {
    XdsType type = type(response);
    nonces.put(type, response.getNonce());
    send(request(type).setErrorDetail(Status.newBuilder().setCode(13).setMessage(detail)).build());
  }

  private static XdsType type(DiscoveryResponse response) {
    return XdsType.of(response.getTypeUrl()).orElseThrow();
  }

  /** For example {@code CLUSTER a@1 b@1}. */
  @Override
  String line(DiscoveryResponse response) {
    return type(response)
        + response.getResourcesList().stream()
            .map(body -> " " + body.getValue().toStringUtf8().strip())
            .sorted()
            .collect(Collectors.joining());
  }
}
