package io.gatehouse.files;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns the YAML nodes of one file into JSON; aliases are expanded, within bounds. */
final class YamlToJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** More than the largest file has, and its aliases may multiply a small one so many times. */
  private static final int MAX_NODES = 4_000_000;

  private static final int MAX_EXPANSION = 50;

  /** An alias within what it names would never end. */
  private static final int MAX_DEPTH = 100;

  private final long maxNodes;
  private long nodes;

  /** For a file of {@code length} characters. */
  YamlToJson(int length) {
    this.maxNodes = Math.min(MAX_NODES, (long) MAX_EXPANSION * length);
  }

  JsonNode convert(Node node) throws UnreadableFileException {
    return convert(node, 0);
  }

  private JsonNode convert(Node node, int depth) throws UnreadableFileException {
    if (++nodes > maxNodes || depth > MAX_DEPTH) {
      throw at(node, "The file is nested, or repeats itself, beyond reason");
    }
    if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
      return object(mapping, depth);
    }
    if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
      ArrayNode array = JSON.arrayNode();
      for (Node element : sequence.getValue()) {
        array.add(convert(element, depth + 1));
      }
      return array;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    throw tagged(node);
  }

  private ObjectNode object(MappingNode mapping, int depth) throws UnreadableFileException {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw at(entry.getKeyNode(), "The file has a key that is not text");
      }
      if (object.has(key.getValue())) {
        throw at(key, "The file has a key twice");
      }
      object.set(key.getValue(), convert(entry.getValueNode(), depth + 1));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar) throws UnreadableFileException {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    try {
      if (tag.equals(Tag.STR)) {
        return JSON.stringNode(text);
      }
      if (tag.equals(Tag.NULL)) {
        return JSON.nullNode();
      }
      if (tag.equals(Tag.BOOL)) {
        return JSON.booleanNode(YamlResolver.TRUE.matcher(text).matches());
      }
      if (tag.equals(Tag.INT)) {
        return JSON.numberNode(integer(text));
      }
      if (tag.equals(Tag.FLOAT)) {
        return JSON.numberNode(new BigDecimal(text));
      }
    } catch (NumberFormatException tagDoesNotFit) {
      throw at(scalar, "The file has text where its tag says a number");
    }
    throw tagged(scalar);
  }

  private static BigInteger integer(String text) {
    String digits = text.toLowerCase(Locale.ROOT).replaceFirst("^[-+]", "");
    BigInteger magnitude =
        digits.startsWith("0x")
            ? new BigInteger(digits.substring(2), 16)
            : digits.matches("0o?[0-7]+")
                ? new BigInteger(digits.replace("o", ""), 8)
                : new BigInteger(digits);
    return text.startsWith("-") ? magnitude.negate() : magnitude;
  }

  private static UnreadableFileException tagged(Node node) {
    return at(node, "The file has a tag that Kubernetes' objects do not have");
  }

  private static UnreadableFileException at(Node node, String problem) {
    return YamlDocuments.at(node.getStartMark(), problem);
  }
}
