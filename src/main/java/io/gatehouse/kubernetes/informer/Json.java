package io.gatehouse.kubernetes.informer;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads the answers of the Kubernetes API as JSON, a list's objects one at a time. */
final class Json {

  /** As deep and with names as long as the API server takes: no object may fail a whole list. */
  private static final StreamReadConstraints AS_THE_API_SERVER =
      StreamReadConstraints.builder().maxNestingDepth(11_000).maxNameLength(16 << 20).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(AS_THE_API_SERVER).build())
          .build();

  private Json() {}

  static JsonNode tree(InputStream in) throws IOException {
    return read(() -> MAPPER.readTree(in));
  }

  static WatchEvent event(byte[] line) throws IOException {
    JsonNode event = read(() -> MAPPER.readTree(line));
    if (!event.path("object").isObject()) {
      throw new MalformedAnswer();
    }
    return new WatchEvent(event.path("type").stringValue(""), event.path("object"));
  }

  static ListPage list(InputStream in, Consumer<JsonNode> objects) throws IOException {
    return read(
        () -> {
          try (JsonParser parser = MAPPER.createParser(in)) {
            return list(parser, objects);
          }
        });
  }

  private static ListPage list(JsonParser parser, Consumer<JsonNode> objects) throws IOException {
    JsonNode metadata = MissingNode.getInstance();
    expect(parser.nextToken(), JsonToken.START_OBJECT);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken value = parser.nextToken();
      if (name.equals("metadata")) {
        metadata = parser.readValueAsTree();
      } else if (name.equals("items") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          objects.accept(parser.readValueAsTree());
        }
      } else {
        parser.skipChildren();
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    return new ListPage(resourceVersion(metadata), metadata.path("continue").stringValue(""));
  }

  /** {@code resourceVersion} of an object's or list's metadata. */
  static String resourceVersion(JsonNode metadata) throws MalformedAnswer {
    String version = metadata.path("resourceVersion").stringValue("");
    if (version.isEmpty()) {
      throw new MalformedAnswer();
    }
    return version;
  }

  private static void expect(JsonToken found, JsonToken expected) throws MalformedAnswer {
    if (found != expected) {
      throw new MalformedAnswer();
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Jackson's own messages may quote what it read: none of them gets out of here. */
  private static <T> T read(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw new MalformedAnswer();
    }
  }
}
