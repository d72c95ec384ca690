package io.gatehouse.rehearsal;

import io.gatehouse.rehearsal.Site.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder of manifests. */
final class ManifestStage implements Stage {

  private final Path folder;

  /**
   * @param folder exists
   */
  ManifestStage(Path folder, List<KubernetesObject> objects) throws IOException {
    this.folder = folder;
    for (KubernetesObject object : objects) {
      put(object);
    }
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("gatehouse.files.directory", folder.toString());
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  /** JSON is YAML, and most people write YAML. */
  @Override
  public void put(KubernetesObject object) throws IOException {
    Path manifest = folder.resolve(object.plural() + "-" + object.name() + ".yaml");
    Files.writeString(manifest, object.json());
  }

  @Override
  public void close() {
    // The folder's owner removes it.
  }
}
