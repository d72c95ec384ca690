package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static io.gatehouse.xds.XdsType.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.BuildVersion;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.type.v3.SemanticVersion;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a client says it is. */
class StreamNodeTest {

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final DeltaProbe envoy = new DeltaProbe(snapshots);

  @Test
  void an_istio_node_is_read() {
    Struct labels = Struct.newBuilder().putFields("istio", string("ingressgateway")).build();
    Struct metadata =
        Struct.newBuilder()
            .putFields("NAMESPACE", string("istio-system"))
            .putFields("LABELS", Value.newBuilder().setStructValue(labels).build())
            .putFields("INSTANCE_IPS", string("10.0.0.1"))
            .putFields("PROXY_CONFIG", Value.newBuilder().setStructValue(labels).build())
            .build();
    connect(
        Node.newBuilder()
            .setId("router~10.0.0.1~gw.istio-system~istio-system.svc.cluster.local")
            .setMetadata(metadata)
            .setUserAgentBuildVersion(
                BuildVersion.newBuilder()
                    .setVersion(SemanticVersion.newBuilder().setMajorNumber(1).setMinorNumber(40)))
            .build());

    assertThat(snapshots.proxies())
        .containsExactly(
            new ProxyNode(
                1,
                "router~10.0.0.1~gw.istio-system~istio-system.svc.cluster.local",
                "istio-system",
                Map.of("istio", "ingressgateway"),
                Map.of("INSTANCE_IPS", "10.0.0.1"),
                "1.40.0",
                "127.0.0.1:1"));
  }

  @Test
  void a_plain_node_has_no_namespace_labels_or_version() {
    connect(Node.newBuilder().setId("envoy").build());

    assertThat(snapshots.proxies())
        .containsExactly(new ProxyNode(1, "envoy", "", Map.of(), Map.of(), "", "127.0.0.1:1"));
  }

  @Test
  void an_id_cannot_forge_a_log_line() {
    connect(Node.newBuilder().setId("a\nb").build());

    assertThat(snapshots.proxies()).extracting(ProxyNode::id).containsExactly("a\\u000ab");
  }

  @Test
  void the_node_counts_on_the_first_message_only() {
    snapshots.put(cluster("a", "1"));
    connect(Node.newBuilder().setId("first").build());
    connect(Node.newBuilder().setId("second").build());

    assertThat(snapshots.proxies()).extracting(ProxyNode::id).containsExactly("first");
  }

  @Test
  void a_first_message_without_a_node_ends_the_stream() {
    envoy.send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(CLUSTER.typeUrl()).build());

    assertThat(envoy.closed())
        .hasValueSatisfying(
            status -> {
              assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(status.getDescription())
                  .isEqualTo("The first request has no node. Set node.id in Envoy.");
            });
    assertThat(snapshots.proxies()).isEmpty();
    assertThat(envoy.events.take()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NAMESPACE, The node's metadata NAMESPACE is not a string.",
    "LABELS, The node's metadata LABELS is not an object."
  })
  void malformed_metadata_ends_the_stream(String field, String sentence) {
    Struct metadata =
        Struct.newBuilder().putFields(field, Value.newBuilder().setNumberValue(1).build()).build();
    connect(Node.newBuilder().setId("envoy").setMetadata(metadata).build());

    assertThat(envoy.closed()).map(Status::getDescription).contains(sentence);
  }

  @Test
  void a_label_that_is_no_string_ends_the_stream() {
    Struct labels =
        Struct.newBuilder().putFields("a", Value.newBuilder().setBoolValue(true).build()).build();
    Struct metadata =
        Struct.newBuilder()
            .putFields("LABELS", Value.newBuilder().setStructValue(labels).build())
            .build();
    connect(Node.newBuilder().setId("envoy").setMetadata(metadata).build());

    assertThat(envoy.closed())
        .map(Status::getDescription)
        .contains("A value of the node's metadata LABELS is not a string.");
  }

  @Test
  void a_node_without_an_id_ends_the_stream() {
    connect(Node.newBuilder().setCluster("envoy").build());

    assertThat(envoy.closed())
        .map(Status::getDescription)
        .contains("The node has no id. Set node.id in Envoy.");
  }

  private void connect(Node node) {
    envoy.send(
        DeltaDiscoveryRequest.newBuilder().setTypeUrl(CLUSTER.typeUrl()).setNode(node).build());
  }

  private static Value string(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
