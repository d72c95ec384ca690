package io.gatehouse.bench.lab;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One request to the API server that changes something. */
public record Write(String method, String path, String contentType, String body) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static Write create(Kind kind, Map<String, Object> object) {
    return new Write("POST", kind.path(), "application/json", JSON.writeValueAsString(object));
  }

  /**
   * @param merge what is to be different (RFC 7396)
   */
  static Write patch(Kind kind, String name, Map<String, Object> merge) {
    String body = JSON.writeValueAsString(merge);
    return new Write("PATCH", kind.path() + "/" + name, "application/merge-patch+json", body);
  }

  static Write delete(Kind kind, String name) {
    return new Write("DELETE", kind.path() + "/" + name, "application/json", "");
  }

  static Write yaml(String path, String document) {
    return new Write("POST", path, "application/yaml", document);
  }
}
