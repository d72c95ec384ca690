package io.gatehouse.fields;

import io.gatehouse.testing.Tools;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Istio's custom resource definitions. */
record IstioSchemas(JsonNode definitions) {

  static IstioSchemas read() throws Exception {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(64 << 20);
    try (var reader = Files.newBufferedReader(Tools.bring("istio-crds"))) {
      Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(reader);
      return new IstioSchemas(
          JsonMapper.shared()
              .valueToTree(StreamSupport.stream(documents.spliterator(), false).toList()));
    }
  }

  /** The schema of {@code spec}, by version. */
  Map<String, JsonNode> versions(String kind) {
    JsonNode definition =
        StreamSupport.stream(definitions.spliterator(), false)
            .filter(
                one -> one.path("spec").path("group").asString("").equals("networking.istio.io"))
            .filter(one -> one.path("spec").path("names").path("kind").asString("").equals(kind))
            .findFirst()
            .orElseThrow();
    Map<String, JsonNode> versions = new LinkedHashMap<>();
    for (JsonNode version : definition.path("spec").path("versions")) {
      versions.put(
          version.path("name").asString(),
          version.path("schema").path("openAPIV3Schema").path("properties").path("spec"));
    }
    return versions;
  }
}
