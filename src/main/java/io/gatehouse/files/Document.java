package io.gatehouse.files;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * One document of a file.
 *
 * @param line where it begins, from 1
 */
record Document(JsonNode content, int line) {

  Document {
    Objects.requireNonNull(content, "content");
  }
}
