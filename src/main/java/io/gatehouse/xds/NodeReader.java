package io.gatehouse.xds;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.type.v3.SemanticVersion;
import io.gatehouse.finding.ForeignText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads who a client is from its node, as Istio's proxies and plain Envoys send it. */
final class NodeReader {

  private static final String NAMESPACE = "NAMESPACE";
  private static final String LABELS = "LABELS";

  private NodeReader() {}

  static ProxyNode read(Optional<Node> sent, long stream, String peer) throws InvalidNodeException {
    Node node =
        sent.orElseThrow(
            () -> new InvalidNodeException("The first request has no node. Set node.id in Envoy."));
    if (node.getId().isEmpty()) {
      throw new InvalidNodeException("The node has no id. Set node.id in Envoy.");
    }
    Map<String, Value> fields = node.getMetadata().getFieldsMap();
    return new ProxyNode(
        stream,
        ForeignText.shown(node.getId()),
        ForeignText.shown(namespace(fields)),
        labels(fields),
        others(fields),
        version(node),
        peer);
  }

  private static String namespace(Map<String, Value> fields) throws InvalidNodeException {
    Value namespace = fields.getOrDefault(NAMESPACE, Value.getDefaultInstance());
    if (namespace.hasStringValue() || isUnset(namespace)) {
      return namespace.getStringValue();
    }
    throw new InvalidNodeException("The node's metadata NAMESPACE is not a string.");
  }

  private static Map<String, String> labels(Map<String, Value> fields) throws InvalidNodeException {
    Value labels = fields.getOrDefault(LABELS, Value.getDefaultInstance());
    if (!labels.hasStructValue() && !isUnset(labels)) {
      throw new InvalidNodeException("The node's metadata LABELS is not an object.");
    }
    Struct struct = labels.getStructValue();
    Map<String, String> read = strings(struct.getFieldsMap());
    if (read.size() < struct.getFieldsCount()) {
      throw new InvalidNodeException("A value of the node's metadata LABELS is not a string.");
    }
    return read;
  }

  private static Map<String, String> others(Map<String, Value> fields) {
    Map<String, String> others = strings(fields);
    others.remove(NAMESPACE);
    return others;
  }

  private static Map<String, String> strings(Map<String, Value> fields) {
    Map<String, String> strings = new HashMap<>();
    fields.forEach(
        (name, value) -> {
          if (value.hasStringValue()) {
            strings.put(name, value.getStringValue());
          }
        });
    return strings;
  }

  private static boolean isUnset(Value value) {
    return value.getKindCase() == Value.KindCase.KIND_NOT_SET || value.hasNullValue();
  }

  private static String version(Node node) {
    if (!node.hasUserAgentBuildVersion()) {
      return "";
    }
    SemanticVersion version = node.getUserAgentBuildVersion().getVersion();
    return version.getMajorNumber() + "." + version.getMinorNumber() + "." + version.getPatch();
  }
}
