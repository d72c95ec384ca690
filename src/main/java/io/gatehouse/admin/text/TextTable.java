package io.gatehouse.admin.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Renders rows as an aligned table: a title line, two spaces between columns, nothing after the
 * last one. Immutable.
 */
final class TextTable<T> {

  private record Column<T>(String title, Function<T, Object> value) {}

  private static final String GAP = "  ";
  private static final String EMPTY = "-";

  private final List<Column<T>> columns;

  private TextTable(List<Column<T>> columns) {
    this.columns = columns;
  }

  static <T> TextTable<T> of(Class<T> row) {
    return new TextTable<>(List.of());
  }

  /** This table with one more column; a value's {@code toString} is shown. */
  TextTable<T> column(String title, Function<T, Object> value) {
    List<Column<T>> more = new ArrayList<>(columns);
    more.add(new Column<>(title, value));
    return new TextTable<>(List.copyOf(more));
  }

  String render(List<? extends T> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::title).toList());
    rows.forEach(
        row -> lines.add(columns.stream().map(column -> cell(column.value().apply(row))).toList()));
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns.size(), 0));
    lines.forEach(
        line -> {
          for (int i = 0; i < line.size(); i++) {
            widths.set(i, Math.max(widths.get(i), line.get(i).length()));
          }
        });
    StringBuilder table = new StringBuilder();
    lines.forEach(line -> table.append(render(line, widths)).append('\n'));
    return table.toString();
  }

  private static String render(List<String> line, List<Integer> widths) {
    StringBuilder rendered = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      String cell = line.get(i);
      rendered.append(i == 0 ? "" : GAP).append(cell);
      rendered.append(" ".repeat(widths.get(i) - cell.length()));
    }
    return rendered.toString().stripTrailing();
  }

  private static String cell(Object value) {
    String text = Printable.of(value.toString());
    return text.isEmpty() ? EMPTY : text;
  }
}
