package io.gatehouse.mutation;

import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.ResourceParser;
import io.gatehouse.testing.Damage;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of a golden case, one of them damaged.
 *
 * @param damaged which of them
 */
record World(List<ObjectNode> objects, int damaged) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Path FAILURES = Path.of("src/test/resources/mutations");

  /** Younger than the neighbour, whatever else is damaged. */
  private static final String CREATED = "2026-01-01T00:00:00Z";

  /** The objects of each golden case. */
  static List<List<ObjectNode>> cases() {
    return files(CASES, 2).stream()
        .filter(file -> file.endsWith("input.yaml"))
        .map(World::read)
        .toList();
  }

  /** Those that once failed, by their file's name. */
  static Map<String, World> failures() {
    Map<String, World> failures = new LinkedHashMap<>();
    files(FAILURES, 1).stream()
        .filter(file -> file.toString().endsWith(".yaml"))
        .forEach(file -> failures.put(file.getFileName().toString(), new World(read(file), 0)));
    return failures;
  }

  private static List<Path> files(Path directory, int depth) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory, depth)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ObjectNode> read(Path file) {
    try {
      Yaml reader = new Yaml(new SafeConstructor(new LoaderOptions()));
      Iterable<Object> documents = reader.loadAll(Files.readString(file));
      return StreamSupport.stream(documents.spliterator(), false)
          .filter(Objects::nonNull)
          .map(JSON::<JsonNode>valueToTree)
          .map(ObjectNode.class::cast)
          .filter(object -> !object.path("kind").asString().equals("Proxy"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any of {@code cases} that has an object of {@code kind}, with that object damaged. */
  static World damaged(String kind, List<List<ObjectNode>> cases, Random random) {
    List<List<ObjectNode>> fit =
        cases.stream().filter(objects -> objects.stream().anyMatch(o -> isOf(kind, o))).toList();
    List<ObjectNode> objects = new ArrayList<>();
    fit.get(random.nextInt(fit.size())).forEach(object -> objects.add(object.deepCopy()));
    objects.forEach(
        object -> ((ObjectNode) object.path("metadata")).put("creationTimestamp", CREATED));
    List<ObjectNode> ofKind = objects.stream().filter(object -> isOf(kind, object)).toList();
    ObjectNode chosen = ofKind.get(random.nextInt(ofKind.size()));
    objects.remove(chosen);
    objects.add(0, chosen);
    Damage.to(chosen, random);
    return new World(objects, 0);
  }

  private static boolean isOf(String kind, JsonNode object) {
    return object.path("kind").asString("").equals(kind);
  }

  /** What is read of each; where two are of one name, the first counts. */
  Map<ObjectKey, Parsed> parsed() {
    Map<ObjectKey, Parsed> parsed = new LinkedHashMap<>();
    for (ObjectNode object : objects) {
      read(object).ifPresent(read -> parsed.putIfAbsent(read.key(), read));
    }
    return parsed;
  }

  /** Keys are put in here, so that none is kept. */
  private static Optional<Parsed> read(ObjectNode object) {
    return ResourceParser.parse(JSON.readTree(TestKeys.resolve(JSON.writeValueAsString(object))));
  }

  /** The damaged object, as it was read; empty where it has no name or is of no kind of ours. */
  Optional<Parsed> readOfDamaged() {
    return read(objects.get(damaged));
  }

  /** Keeps it as a case. */
  Path keep(String name) {
    try {
      Path file = FAILURES.resolve(name + ".yaml");
      Files.createDirectories(FAILURES);
      StringBuilder text = new StringBuilder();
      for (ObjectNode object : objects) {
        text.append("---\n").append(JSON.writeValueAsString(object)).append("\n");
      }
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
