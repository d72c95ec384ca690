package io.gatehouse.testing;

import io.gatehouse.resource.Objects;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What can become of an object that somebody, or something, writes carelessly. */
public final class Damage {

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "1",
          "-1",
          "65536",
          "1.5",
          "1e400",
          "99999999999999999999",
          "''",
          "x",
          "'*'",
          "'a*b'",
          "'\\0\\u001b'",
          "\"\\0\\u001b\\u202e\"",
          "'/'",
          "'.'",
          "'a/b/c'",
          "'(((('",
          "'((a{1000}){1000}){1000}'",
          "'-5s'",
          "'HTTP'",
          "MUTUAL",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "[5, x, {}]",
          "{x: null}",
          "{x: {y: {z: [5]}}}",
          "{exact: a, regex: '['}",
          "{'': ''}",
          "{'a.b/c': d}",
          "'" + "x".repeat(70_000) + "'");

  private static final List<String> NAMES =
      List.of(
          "x",
          "",
          "a.b",
          "rewrite",
          "fault",
          "subset",
          "queryParams",
          "cipherSuites",
          "\u0000",
          "\ud83d\ude00",
          "\ud800");

  private Damage() {}

  /** Damages {@code object} in one to three places. */
  public static void to(JsonNode object, Random random) {
    int damages = 1 + random.nextInt(3);
    for (int i = 0; i < damages; i++) {
      damage(containers(object), random);
    }
  }

  private static void damage(List<JsonNode> containers, Random random) {
    JsonNode container = pick(containers, random);
    JsonNode value = Objects.json(pick(VALUES, random));
    if (container instanceof ArrayNode array) {
      int index = random.nextInt(array.size() + 1);
      switch (random.nextInt(3)) {
        case 0 -> array.insert(index, value);
        case 1 -> array.remove(index);
        default -> array.insert(index, array.isEmpty() ? value : array.get(0).deepCopy());
      }
    } else {
      ObjectNode fields = (ObjectNode) container;
      List<String> names = new ArrayList<>(fields.propertyNames());
      String name =
          names.isEmpty() || random.nextInt(4) == 0 ? pick(NAMES, random) : pick(names, random);
      if (random.nextInt(4) == 0) {
        fields.remove(name);
      } else {
        fields.set(name, value);
      }
    }
  }

  private static List<JsonNode> containers(JsonNode root) {
    List<JsonNode> containers = new ArrayList<>(List.of(root));
    for (int i = 0; i < containers.size(); i++) {
      containers.get(i).values().stream().filter(JsonNode::isContainer).forEach(containers::add);
    }
    return containers;
  }

  private static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
