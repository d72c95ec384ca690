package io.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir private Path folder;

  @Test
  void a_row_is_a_line_of_json_and_one_of_its_table() throws IOException {
    Path file = folder.resolve("bench.jsonl");
    Journal journal = new Journal(file);

    journal.add("Colours", new Row().with("name", "red").with("p50 ms", 0.126).with("hosts", 3));
    journal.add(
        "Colours", new Row().with("name", "blue").with("p50 ms", Double.NaN).with("MiB", 123.6));

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"table\":\"Colours\",\"name\":\"red\",\"p50 ms\":0.13,\"hosts\":3}",
            "{\"table\":\"Colours\",\"name\":\"blue\",\"p50 ms\":\"-\",\"MiB\":124}");
    assertThat(journal.markdown())
        .isEqualTo(
            """
            ### Colours

            | name | p50 ms | hosts | MiB |
            |---|---|---|---|
            | red | 0.13 | 3 |  |
            | blue | - |  | 124 |
            """);
  }
}
