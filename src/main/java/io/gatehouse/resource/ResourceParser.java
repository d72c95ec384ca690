package io.gatehouse.resource;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads one object of any kind from JSON. Never throws for bad input: what cannot be honoured
 * becomes findings in our own words.
 */
public final class ResourceParser {

  private ResourceParser() {}

  /**
   * Reads {@code object}, whose kind is told by its {@code apiVersion} and {@code kind}.
   *
   * @return empty where it is not a kind that Gatehouse reads, or has no name
   */
  public static Optional<Parsed> parse(JsonNode object) {
    throw new UnsupportedOperationException();
  }
}
