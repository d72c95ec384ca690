package io.gatehouse.fields;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code docs/fields.md}: a section for each kind, a row for each field.
 *
 * @param preface what stands before the first section
 * @param sections rows by path, by kind
 */
record FieldTable(String preface, Map<String, Map<String, Row>> sections) {

  private static final Path FILE = Path.of("docs/fields.md");
  private static final String SECTION = "## ";
  private static final String ROW = "| `";
  private static final String HEAD =
      "| field | | how, or why not | read into |\n|---|---|---|---|\n";

  /**
   * A field.
   *
   * @param status whether some value of it is honoured; in the order of their letters, the more is
   * @param words how, or why not
   * @param readInto components of records, such as {@code Gateway.Server.bind}; none where it is
   *     reported
   */
  record Row(String status, String words, Set<String> readInto) {
    static final String NO_EFFECT = "no effect";
    static final String REPORTED = "reported";
    static final String SUPPORTED = "supported";
  }

  static FieldTable read() {
    try {
      StringBuilder preface = new StringBuilder();
      Map<String, Map<String, Row>> sections = new LinkedHashMap<>();
      Optional<Map<String, Row>> section = Optional.empty();
      for (String line : Files.readAllLines(FILE)) {
        if (line.startsWith(SECTION)) {
          section =
              Optional.of(
                  sections.computeIfAbsent(
                      line.substring(SECTION.length()), kind -> new LinkedHashMap<>()));
        } else if (section.isEmpty()) {
          preface.append(line).append('\n');
        } else if (line.startsWith(ROW)) {
          String[] cells = line.split(" ?\\| ?", -1);
          section.get().put(unquoted(cells[1]), row(cells));
        }
      }
      return new FieldTable(preface.toString(), sections);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String[] cells) {
    Set<String> readInto =
        Arrays.stream(cells[4].split(", "))
            .map(FieldTable::unquoted)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    return new Row(cells[2], cells[3], readInto);
  }

  private static String unquoted(String cell) {
    return cell.replace("`", "");
  }

  Optional<Row> row(String kind, String path) {
    return Optional.ofNullable(sections.getOrDefault(kind, Map.of()).get(path));
  }

  void write() {
    StringBuilder text = new StringBuilder(preface);
    List<String> parts = new ArrayList<>();
    sections.forEach(
        (kind, rows) -> {
          StringBuilder part = new StringBuilder(SECTION + kind + "\n\n" + HEAD);
          rows.forEach((path, row) -> part.append(line(path, row)));
          parts.add(part.toString());
        });
    text.append(String.join("\n", parts));
    try {
      Files.writeString(FILE, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(String path, Row row) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            path,
            row.status(),
            row.words(),
            row.readInto().stream()
                .map(name -> '`' + name + '`')
                .collect(Collectors.joining(", ")));
  }
}
