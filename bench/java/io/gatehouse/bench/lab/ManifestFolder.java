package io.gatehouse.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A folder of manifests, one file an object; a new version of a file is moved over the old one. */
public record ManifestFolder(Path path) {

  static ManifestFolder in(Path path) throws IOException {
    return new ManifestFolder(Files.createDirectories(path));
  }

  /**
   * Writes or replaces an object.
   *
   * @return nano time before the file was moved into its place
   */
  public long write(Map<String, Object> object) throws IOException {
    Map<?, ?> metadata = (Map<?, ?>) object.get("metadata");
    Path file = path.resolve(object.get("kind") + "-" + metadata.get("name") + ".json");
    Path unfinished = path.resolveSibling("unfinished");
    Files.writeString(unfinished, JsonMapper.shared().writeValueAsString(object));
    long began = System.nanoTime();
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return began;
  }
}
