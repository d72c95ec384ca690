package io.gatehouse.files;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON values, one after the other. */
final class JsonDocuments {

  private static final ObjectReader READER =
      new JsonMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .reader();

  private JsonDocuments() {}

  static List<Document> read(String text) throws UnreadableFileException {
    List<Document> documents = new ArrayList<>();
    try (JsonParser parser = READER.createParser(text)) {
      while (parser.nextToken() != null) {
        int line = parser.currentTokenLocation().getLineNr();
        JsonNode content = parser.readValueAsTree();
        if (!content.isNull()) {
          documents.add(new Document(content, line));
        }
      }
    } catch (JacksonException notJson) {
      TokenStreamLocation place = notJson.getLocation();
      String problem = "The file is not JSON, or has a key twice,";
      throw place == null
          ? new UnreadableFileException(problem)
          : UnreadableFileException.at(place.getLineNr(), place.getColumnNr(), problem);
    }
    return documents;
  }
}
