package io.gatehouse.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.core.Service;
import io.gatehouse.view.ObjectEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is believed of files that are being written, on a clock of the test's own. */
class ManifestFilesTest {

  private static final Duration SETTLED = Duration.ofMillis(20);
  private static final Duration BEYOND_DOUBT = Duration.ofMillis(500);
  private static final Duration MOMENT = Duration.ofMillis(1);

  @TempDir Path root;

  private DirectoryScanner scanner;
  private ManifestFiles files;
  private Instant time = Instant.EPOCH;

  @BeforeEach
  void make() {
    scanner = new DirectoryScanner(root);
    files = new ManifestFiles(root, scanner, () -> time.toEpochMilli() * 1_000_000);
  }

  @Test
  void reads_a_new_file_at_once_and_one_that_replaces_another() throws IOException {
    write("a.yaml", service("a", 80));
    assertThat(heard("a.yaml")).containsExactly("a 80");

    replace("a.yaml", service("a", 81));
    assertThat(heard("a.yaml")).containsExactly("a 81");
    assertThat(files.untilDue(Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void reads_a_file_that_is_written_in_place_when_it_has_settled() throws IOException {
    given("a.yaml", service("a", 80));

    write("a.yaml", service("a", 81));
    assertThat(heard("a.yaml")).isEmpty();
    assertThat(files.untilDue(Duration.ofHours(1))).isEqualTo(SETTLED);

    assertThat(after(SETTLED.minus(MOMENT))).isEmpty();
    write("a.yaml", service("a", 8200));
    assertThat(heard("a.yaml")).isEmpty();
    assertThat(after(MOMENT)).isEmpty();
    assertThat(after(SETTLED.minus(MOMENT))).containsExactly("a 8200");
  }

  /** Whoever waits for a file to settle has waited when it is old. */
  @Test
  void reads_at_once_what_was_written_a_while_ago() throws IOException {
    given("a.yaml", service("a", 80));

    write("a.yaml", "");
    Files.setLastModifiedTime(root.resolve("a.yaml"), FileTime.from(Instant.now().minusSeconds(5)));
    assertThat(heard("a.yaml")).containsExactly("a gone");
  }

  @Test
  void takes_nothing_away_before_a_file_has_been_empty_for_a_while() throws IOException {
    given("a.yaml", service("a", 80));

    write("a.yaml", " \n");
    heard("a.yaml");
    assertThat(after(SETTLED)).isEmpty();
    assertThat(after(BEYOND_DOUBT.minus(SETTLED).minus(MOMENT))).isEmpty();
    assertThat(after(MOMENT)).containsExactly("a gone");
  }

  @Test
  void takes_nothing_away_for_a_file_that_was_empty_for_a_moment() throws IOException {
    given("a.yaml", service("a", 80));

    write("a.yaml", "");
    heard("a.yaml");
    after(SETTLED);
    write("a.yaml", service("a", 80));
    heard("a.yaml");
    assertThat(after(SETTLED)).isEmpty();
    assertThat(after(BEYOND_DOUBT)).isEmpty();
  }

  @Test
  void tells_at_once_what_is_added_and_later_what_is_taken_away() throws IOException {
    given("a.yaml", service("a", 80) + "---\n" + service("b", 80));

    replace("a.yaml", service("a", 81) + "---\n" + service("c", 81));
    assertThat(heard("a.yaml")).containsExactly("a 81", "c 81");
    assertThat(after(BEYOND_DOUBT.minus(MOMENT))).isEmpty();
    assertThat(after(MOMENT)).containsExactly("b gone");
  }

  @Test
  void tells_again_what_comes_back_from_doubt() throws IOException {
    String first = service("a", 80) + "---\n" + service("b", 80);
    given("a.yaml", first);

    replace("a.yaml", service("a", 81));
    assertThat(heard("a.yaml")).containsExactly("a 81");
    replace("a.yaml", first);
    assertThat(heard("a.yaml")).containsExactly("a 80");
    assertThat(after(BEYOND_DOUBT)).isEmpty();
  }

  @Test
  void takes_nothing_away_before_a_file_has_been_gone_for_a_while() throws IOException {
    given("a.yaml", service("a", 80));

    Files.delete(root.resolve("a.yaml"));
    assertThat(heard("a.yaml")).isEmpty();
    assertThat(after(BEYOND_DOUBT.minus(MOMENT))).isEmpty();
    write("a.yaml", service("a", 80));
    assertThat(heard("a.yaml")).isEmpty();
    assertThat(after(BEYOND_DOUBT)).isEmpty();

    Files.delete(root.resolve("a.yaml"));
    assertThat(scanned()).isEmpty();
    assertThat(after(BEYOND_DOUBT)).containsExactly("a gone");
    assertThat(scanned()).isEmpty();
  }

  @Test
  void complains_of_a_broken_file_only_when_it_stays_so() throws IOException {
    given("a.yaml", service("a", 80));

    replace("a.yaml", service("a", 81) + "]");
    assertThat(heard("a.yaml")).isEmpty();
    assertThat(files.findings()).isEmpty();
    assertThat(after(BEYOND_DOUBT)).isEmpty();
    assertThat(files.findings()).containsOnlyKeys("a.yaml");
    assertThat(scanned()).isEmpty();
    assertThat(files.findings()).isEmpty();

    replace("a.yaml", service("a", 80));
    assertThat(heard("a.yaml")).isEmpty();
    assertThat(files.findings()).isEqualTo(Map.of("a.yaml", List.of()));
  }

  @Test
  void forgets_what_it_said_of_a_file_that_is_gone() throws IOException {
    write("a.yaml", "]");
    heard("a.yaml");
    after(BEYOND_DOUBT);
    assertThat(files.findings()).containsOnlyKeys("a.yaml");

    Files.delete(root.resolve("a.yaml"));
    heard("a.yaml");
    after(BEYOND_DOUBT);
    assertThat(files.findings()).isEqualTo(Map.of("a.yaml", List.of()));
  }

  @Test
  void keeps_what_is_in_a_directory_that_cannot_be_listed() throws IOException {
    given("sub/a.yaml", service("a", 80));
    given("b.yaml", service("b", 80));
    Files.delete(root.resolve("sub/a.yaml"));
    Files.delete(root.resolve("b.yaml"));

    files.lookAt(new DirectoryScanner.Scan(Map.of(), Map.of(), Set.of("sub")));
    assertThat(after(BEYOND_DOUBT)).containsExactly("b gone");
    assertThat(files.findings()).containsOnlyKeys("sub");

    files.lookAt(new DirectoryScanner.Scan(Map.of(), Map.of(), Set.of()));
    assertThat(after(BEYOND_DOUBT)).containsExactly("a gone");
    assertThat(files.findings()).isEqualTo(Map.of("sub", List.of()));
  }

  /** A regular file that cannot be read even by root. */
  @Test
  void keeps_what_was_in_a_file_that_cannot_be_opened() throws IOException {
    given("a.yaml", service("a", 80));

    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("/proc/self/mem"));
    Files.move(link, root.resolve("a.yaml"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(heard("a.yaml")).isEmpty();
    assertThat(after(BEYOND_DOUBT)).isEmpty();
    assertThat(files.findings().get("a.yaml").get(0).sentence())
        .isEqualTo(
            "The file cannot be opened: what the file held before, if anything, stays in service.");

    replace("a.yaml", service("a", 81));
    assertThat(heard("a.yaml")).containsExactly("a 81");
    assertThat(files.findings()).isEqualTo(Map.of("a.yaml", List.of()));
  }

  /** As the source does when it is told of a change. */
  private List<String> heard(String path) {
    files.lookAt(List.of(path));
    return told();
  }

  private List<String> scanned() {
    files.lookAt(scanner.scan());
    return told();
  }

  private List<String> after(Duration wait) {
    time = time.plus(wait);
    files.lookAtDue();
    return told();
  }

  private List<String> told() {
    return files.changes().stream().map(ManifestFilesTest::line).toList();
  }

  private static String line(ObjectEvent event) {
    String name = event.key().name().name();
    return event instanceof ObjectEvent.Upserted upserted
        ? name + " " + ((Service) upserted.resource()).ports().get(0).port()
        : name + " gone";
  }

  private void given(String path, String content) throws IOException {
    write(path, content);
    heard(path);
    assertThat(files.findings()).isEmpty();
  }

  /** Written in the future, so that its age is told by the test's clock alone. */
  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));
  }

  private void replace(String path, String content) throws IOException {
    write("made", content);
    Files.move(root.resolve("made"), root.resolve(path), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String service(String name, int port) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s}
    spec: {ports: [{port: %d}]}
    """
        .formatted(name, port);
  }
}
