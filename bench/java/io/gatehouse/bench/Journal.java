package io.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Takes rows: each goes to a file as a line of JSON at once, and all into tables at the end. */
public final class Journal {

  private final Path file;
  private final Map<String, List<Row>> tables = new LinkedHashMap<>();

  public Journal(Path file) {
    this.file = file;
  }

  /** Takes a row of the table of that title. */
  public void add(String table, Row row) {
    tables.computeIfAbsent(table, title -> new ArrayList<>()).add(row);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("table", table);
    line.putAll(row.figures());
    String json = JsonMapper.shared().writeValueAsString(line);
    tell(json);
    try {
      Files.writeString(file, json + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far things are, for whoever waits. */
  public void tell(String progress) {
    System.err.println(progress);
  }

  /** All tables, in Markdown. */
  public String markdown() {
    return tables.entrySet().stream()
        .map(table -> "### " + table.getKey() + "\n\n" + table(table.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String table(List<Row> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.figures().keySet()));
    StringBuilder text = new StringBuilder(line(columns.stream().toList()));
    text.append("|").append("---|".repeat(columns.size())).append("\n");
    for (Row row : rows) {
      text.append(
          line(columns.stream().map(c -> row.figures().getOrDefault(c, "").toString()).toList()));
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
