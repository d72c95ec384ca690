package io.gatehouse.cases;

import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.ResourceParser;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a case's input, a document an object. */
final class Manifests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Manifests() {}

  static List<Parsed> parse(String yaml) {
    Yaml reader = new Yaml(new SafeConstructor(new LoaderOptions()));
    return StreamSupport.stream(reader.loadAll(yaml).spliterator(), false)
        .filter(Objects::nonNull)
        .map(JSON::<JsonNode>valueToTree)
        .map(Manifests::parse)
        .toList();
  }

  private static Parsed parse(JsonNode object) {
    return ResourceParser.parse(object)
        .orElseThrow(
            () ->
                new IllegalArgumentException("of a kind that is not read: " + object.path("kind")));
  }
}
