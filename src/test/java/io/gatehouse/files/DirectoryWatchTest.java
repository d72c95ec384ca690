package io.gatehouse.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  private DirectoryWatch watch;

  @BeforeEach
  void make() {
    watch = new DirectoryWatch(directory.getFileSystem());
    assertThat(watch.watch(directories("first"))).isTrue();
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
  }

  @Test
  void hears_which_manifest_changed() throws Exception {
    Files.writeString(directory.resolve("a.yaml"), "a");

    DirectoryWatch.Heard heard = watch.await(LONG);
    assertThat(heard.manifests()).containsExactly(directory.resolve("a.yaml"));
    assertThat(heard.everything()).isFalse();
  }

  @Test
  void hears_that_anything_may_have_changed_when_a_directory_comes() throws Exception {
    Files.createDirectory(directory.resolve("sub"));

    assertThat(watch.await(LONG).everything()).isTrue();
  }

  /** By which kubelet replaces the files of a ConfigMap. */
  @Test
  void hears_that_anything_may_have_changed_when_a_hidden_link_changes() throws Exception {
    Path target = Files.createDirectory(directory.resolve("..2"));
    assertThat(watch.await(LONG).everything()).isTrue();
    Files.createSymbolicLink(directory.resolve("..data"), target);

    assertThat(watch.await(LONG).everything()).isTrue();
  }

  @Test
  void hears_that_a_directory_it_watches_is_gone() throws Exception {
    Files.delete(directory);

    assertThat(watch.await(LONG).everything()).isTrue();
    Files.createDirectory(directory);
    assertThat(watch.watch(directories("first"))).isTrue();
  }

  @Test
  void watches_a_directory_anew_when_another_has_its_name() {
    assertThat(watch.watch(directories("first"))).isFalse();
    assertThat(watch.watch(directories("second"))).isTrue();
    assertThat(watch.watch(Map.of())).isFalse();
    assertThat(watch.watch(directories("second"))).isTrue();
  }

  @Test
  void stops_waiting_when_it_is_closed() throws Exception {
    watch.close();

    assertThat(watch.await(LONG).everything()).isFalse();
  }

  private Map<Path, Optional<Object>> directories(String identity) {
    return Map.of(directory, Optional.of(identity));
  }
}
