package io.gatehouse.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.Service;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest {

  @TempDir Path temp;

  private Path root;
  private final Recorder recorder = new Recorder();
  private DirectorySource source;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(temp.resolve("manifests"));
  }

  @AfterEach
  void close() {
    if (source != null) {
      source.close();
    }
  }

  @Test
  void delivers_what_is_there_at_once_and_then_says_so() throws IOException {
    write("b.yaml", service("b", 80));
    write("team/a.yml", service("a", 80) + "---\n" + service("c", 80));
    write(
        "team/deep/er/d.json",
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"d\"}}");
    write("notes.txt", service("no", 80));
    write(".hidden.yaml", service("no", 80));
    write(".git/e.yaml", service("no", 80));
    start();

    awaitSynced();
    assertThat(recorder.log()).containsExactly("+ a + b + c + d", "synced");
  }

  @Test
  void sees_files_that_come_change_and_go() throws IOException {
    startEmpty();

    replace("a.yaml", service("a", 80));
    await().until(() -> recorder.ports().equals(Map.of("a", 80)));
    replace("a.yaml", service("a", 81));
    await().until(() -> recorder.ports().equals(Map.of("a", 81)));
    write("a.yaml", service("a", 82));
    await().until(() -> recorder.ports().equals(Map.of("a", 82)));
    replace("b.yaml", service("b", 80));
    await().until(() -> recorder.ports().equals(Map.of("a", 82, "b", 80)));
    Files.delete(root.resolve("a.yaml"));
    await().until(() -> recorder.ports().equals(Map.of("b", 80)));
    assertThat(recorder.log()).containsExactly("synced", "+ a", "+ a", "+ a", "+ b", "- a");
  }

  @Test
  void tells_only_what_is_different() throws IOException {
    write("a.yaml", service("a", 80) + "---\n" + service("b", 80));
    startEmpty();

    replace("a.yaml", "# a comment\n---\n" + service("b", 80) + "---\n" + service("a", 80));
    replace("a.yaml", service("a", 80) + "---\n" + service("b", 81));
    await().until(() -> recorder.ports().get("b") == 81);

    assertThat(recorder.log()).containsExactly("+ a + b", "synced", "+ b");
  }

  @Test
  void sees_directories_that_come_and_go() throws IOException {
    startEmpty();

    Path made = temp.resolve("made/deep");
    Files.createDirectories(made);
    Files.writeString(made.resolve("a.yaml"), service("a", 80));
    Files.move(made.getParent(), root.resolve("sub"));
    await().until(() -> recorder.ports().equals(Map.of("a", 80)));
    replace("sub/deep/a.yaml", service("a", 81));
    await().until(() -> recorder.ports().equals(Map.of("a", 81)));
    Files.move(root.resolve("sub"), made.getParent());
    await().until(() -> recorder.ports().isEmpty());
  }

  /** As kubelet mounts them: links to files behind a link that is replaced at once. */
  @Test
  void follows_config_maps() throws IOException {
    write("..1/a.yaml", service("a", 80));
    write("..1/b.yaml", service("b", 80));
    Files.createSymbolicLink(root.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(root.resolve("a.yaml"), Path.of("..data/a.yaml"));
    Files.createSymbolicLink(root.resolve("b.yaml"), Path.of("..data/b.yaml"));
    startEmpty();

    write("..2/a.yaml", service("a", 81));
    write("..2/c.yaml", service("c", 81));
    Files.createSymbolicLink(root.resolve("..data_tmp"), Path.of("..2"));
    Files.move(root.resolve("..data_tmp"), root.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    Files.createSymbolicLink(root.resolve("c.yaml"), Path.of("..data/c.yaml"));
    await().until(() -> recorder.ports().equals(Map.of("a", 81, "c", 81)));

    assertThat(recorder.log()).startsWith("+ a + b", "synced").doesNotContain("- a");
  }

  @Test
  void follows_links_to_directories_and_none_for_ever() throws IOException {
    write("real/a.yaml", service("a", 80));
    Files.createSymbolicLink(root.resolve("real/loop"), root.resolve("real"));
    Files.createSymbolicLink(root.resolve("real/broken.yaml"), Path.of("nowhere"));
    Path linked = temp.resolve("linked");
    Files.createDirectories(linked);
    Files.writeString(linked.resolve("b.yaml"), service("b", 80));
    Files.createSymbolicLink(root.resolve("link"), linked);
    startEmpty();

    assertThat(recorder.ports()).isEqualTo(Map.of("a", 80, "b", 80));
    assertThat(recorder.findings()).isEmpty();
  }

  @Test
  void takes_nothing_away_while_a_file_is_written_in_place() throws IOException {
    write("a.yaml", service("a", 80) + "---\n" + service("b", 80));
    startEmpty();

    for (int port = 81; port < 100; port++) {
      write("a.yaml", "");
      write("a.yaml", service("a", port));
      write("a.yaml", service("a", port) + "---\nkind");
      write("a.yaml", service("a", port) + "---\n" + service("b", port));
    }
    await().until(() -> recorder.ports().equals(Map.of("a", 99, "b", 99)));

    assertThat(recorder.log()).noneMatch(line -> line.contains("-"));
    assertThat(recorder.findings()).isEmpty();
  }

  @Test
  void takes_away_what_a_file_no_longer_holds() throws IOException {
    write("a.yaml", service("a", 80) + "---\n" + service("b", 80));
    write("c.yaml", service("c", 80));
    startEmpty();

    write("a.yaml", service("a", 81));
    write("c.yaml", "");
    await().until(() -> recorder.ports().equals(Map.of("a", 81)));
  }

  /** As vim saves: the old file is put aside, and a new one written. */
  @Test
  void takes_nothing_away_while_an_editor_saves() throws IOException {
    write("a.yaml", service("a", 80));
    startEmpty();

    for (int port = 81; port < 100; port++) {
      Files.move(root.resolve("a.yaml"), root.resolve("a.yaml~"));
      write("a.yaml", service("a", port));
      Files.delete(root.resolve("a.yaml~"));
    }
    await().until(() -> recorder.ports().equals(Map.of("a", 99)));

    assertThat(recorder.log()).noneMatch(line -> line.contains("-"));
  }

  @Test
  void keeps_what_a_broken_file_held_until_it_is_repaired() throws IOException {
    write("a.yaml", service("a", 80));
    startEmpty();

    replace("a.yaml", service("a", 81) + "  broken: [\n");
    await().until(() -> !recorder.findings().isEmpty());
    assertThat(recorder.ports()).isEqualTo(Map.of("a", 80));
    assertThat(recorder.findings().get("a.yaml"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.FILE_UNREADABLE);
              assertThat(finding.origin()).hasToString("File a.yaml");
            });

    replace("a.yaml", service("a", 82));
    await().until(() -> recorder.ports().equals(Map.of("a", 82)) && recorder.findings().isEmpty());
    assertThat(recorder.log()).containsExactly("+ a", "synced", "+ a");
  }

  @Test
  void reads_what_it_can_of_a_file_and_keeps_the_rest() throws IOException {
    write("a.yaml", service("a", 80) + "---\n" + service("b", 80));
    startEmpty();

    replace("a.yaml", service("a", 81) + "---\n" + service("b", 81).replace("name: b", ""));
    await().until(() -> !recorder.findings().isEmpty());
    assertThat(recorder.ports()).isEqualTo(Map.of("a", 81, "b", 80));
  }

  @Test
  void shows_nothing_of_a_secret_that_is_broken_in_the_middle_of_its_key() throws IOException {
    startEmpty();

    replace(
        "a.yaml",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  tls.key: |\n    MIIEs3\nMIIEs3cret\n");
    await().until(() -> !recorder.findings().isEmpty());
    assertThat(recorder.findings().toString()).doesNotContain("s3");
  }

  @Test
  void lets_the_first_of_two_files_count_and_the_other_take_its_place() throws IOException {
    write("a.yaml", "\n" + service("x", 80));
    write("b.yaml", service("x", 81) + "---\n" + service("x", 82));
    startEmpty();

    assertThat(recorder.ports()).isEqualTo(Map.of("x", 80));
    assertThat(recorder.findings().keySet()).containsExactly("b.yaml");
    assertThat(recorder.findings().get("b.yaml"))
        .extracting(Finding::sentence)
        .containsExactly(
            "Service default/x at line 1 is ignored: a.yaml, line 2, has it too, and comes first.",
            "Service default/x at line 9 is ignored: a.yaml, line 2, has it too, and comes first.");

    Files.delete(root.resolve("a.yaml"));
    await().until(() -> recorder.ports().equals(Map.of("x", 81)));
    await().until(() -> recorder.findings().get("b.yaml").size() == 1);

    Files.move(root.resolve("b.yaml"), root.resolve("c.yaml"));
    await().until(() -> recorder.findings().keySet().equals(Set.of("c.yaml")));
    assertThat(recorder.log()).containsExactly("+ x", "synced", "+ x");
  }

  @Test
  void waits_for_a_directory_that_is_missing() throws IOException {
    source = new DirectorySource(root.resolve("later"));
    source.start(recorder);
    awaitSynced();
    assertThat(recorder.findings().get("."))
        .singleElement()
        .extracting(Finding::sentence)
        .asString()
        .startsWith("The directory is missing or cannot be read");

    write("later/a.yaml", service("a", 80));
    await().until(() -> recorder.ports().equals(Map.of("a", 80)) && recorder.findings().isEmpty());
    replace("later/a.yaml", service("a", 81));
    await().until(() -> recorder.ports().equals(Map.of("a", 81)));
  }

  @Test
  void keeps_everything_when_the_directory_goes() throws IOException {
    write("a.yaml", service("a", 80));
    startEmpty();

    Path aside = temp.resolve("aside");
    Files.move(root, aside);
    await().until(() -> recorder.findings().containsKey("."));
    assertThat(recorder.ports()).isEqualTo(Map.of("a", 80));

    Files.writeString(aside.resolve("a.yaml"), service("a", 81));
    Files.move(aside, root);
    await().until(() -> recorder.ports().equals(Map.of("a", 81)) && recorder.findings().isEmpty());
    assertThat(recorder.log()).noneMatch(line -> line.contains("-"));
  }

  @Test
  void sees_a_change_that_leaves_size_and_time_as_they_were() throws IOException {
    write("a.yaml", service("a", 80));
    startEmpty();
    FileTime time = Files.getLastModifiedTime(root.resolve("a.yaml"));

    write("a.yaml", service("a", 81));
    Files.setLastModifiedTime(root.resolve("a.yaml"), time);
    await().until(() -> recorder.ports().equals(Map.of("a", 81)));
  }

  @Test
  void is_silent_once_it_is_closed() throws IOException {
    startEmpty();
    source.close();

    write("a.yaml", service("a", 80));
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("gatehouse-files"));
    assertThat(recorder.log()).containsExactly("synced");
  }

  @Test
  void may_be_closed_before_it_was_started() {
    source = new DirectorySource(root);
  }

  @Test
  void goes_on_after_a_fault() throws IOException {
    recorder.failOn("a");
    startEmpty();
    replace("a.yaml", service("a", 80));
    await().until(recorder::hasFailed);

    replace("b.yaml", service("b", 80));
    await().until(() -> recorder.ports().equals(Map.of("b", 80)));
  }

  private void start() {
    source = new DirectorySource(root);
    source.start(recorder);
  }

  private void startEmpty() {
    start();
    awaitSynced();
  }

  private void awaitSynced() {
    await().until(() -> recorder.log().contains("synced"));
  }

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void replace(String path, String content) throws IOException {
    Path made = temp.resolve("made.yaml");
    Files.writeString(made, content);
    Files.move(made, root.resolve(path), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String service(String name, int port) {
    return """
    apiVersion: v1
    kind: Service
    metadata:
      name: %s
    spec:
      ports:
      - port: %d
    """
        .formatted(name, port);
  }

  /** Keeps what it hears. */
  private static final class Recorder implements ObjectListener {

    private final List<String> log = new ArrayList<>();
    private final Map<ObjectKey, Resource> objects = new HashMap<>();
    private final Map<String, List<Finding>> findings = new TreeMap<>();
    private String failing = "";
    private boolean failed;

    @Override
    public synchronized void onObjects(List<ObjectEvent> events) {
      if (events.stream().anyMatch(event -> event.key().name().name().equals(failing))) {
        failed = true;
        throw new IllegalStateException("on purpose");
      }
      for (ObjectEvent event : events) {
        if (event instanceof ObjectEvent.Upserted upserted) {
          objects.put(event.key(), upserted.resource());
        } else {
          objects.remove(event.key());
        }
      }
      log.add(
          String.join(
              " ",
              events.stream()
                  .map(
                      event ->
                          (event instanceof ObjectEvent.Upserted ? "+ " : "- ")
                              + event.key().name().name())
                  .sorted()
                  .toList()));
    }

    @Override
    public synchronized void onSourceFindings(String part, List<Finding> said) {
      findings.put(part, said);
      findings.values().removeIf(List::isEmpty);
    }

    @Override
    public synchronized void onSynced() {
      log.add("synced");
    }

    synchronized void failOn(String name) {
      failing = name;
    }

    synchronized boolean hasFailed() {
      return failed;
    }

    synchronized List<String> log() {
      return List.copyOf(log);
    }

    synchronized Map<String, List<Finding>> findings() {
      return new TreeMap<>(findings);
    }

    /** The Services that are there, and their port. */
    synchronized Map<String, Integer> ports() {
      return objects.values().stream()
          .flatMap(
              object -> object instanceof Service service ? Stream.of(service) : Stream.empty())
          .collect(
              Collectors.toMap(
                  service -> service.name().name(), service -> service.ports().get(0).port()));
    }
  }
}
