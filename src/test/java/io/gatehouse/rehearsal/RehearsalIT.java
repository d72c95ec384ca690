package io.gatehouse.rehearsal;

import static java.util.concurrent.TimeUnit.MINUTES;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The build only warns where a rehearsal fails; and the launcher is to work with both sources. */
@Timeout(value = 3, unit = MINUTES)
class RehearsalIT {

  private static final List<String> LAUNCHER =
      List.of("@tools/jvm.flags", "-jar", "target/gatehouse/gatehouse.jar");

  @TempDir Path folder;

  @Test
  void the_launcher_serves_manifests_and_their_changes() throws Exception {
    Rehearsal rehearsal = new Rehearsal(folder);
    try (Stage stage = rehearsal.files()) {
      rehearsal.play(stage, LAUNCHER);
    }
  }

  @Test
  void the_launcher_serves_the_objects_of_a_kubernetes_api_and_their_changes() throws Exception {
    Rehearsal rehearsal = new Rehearsal(folder);
    try (Stage stage = rehearsal.kubernetes()) {
      rehearsal.play(stage, LAUNCHER);
    }
  }
}
