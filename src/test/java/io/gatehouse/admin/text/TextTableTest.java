package io.gatehouse.admin.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  private record Row(String name, int count) {}

  private static final TextTable<Row> TABLE =
      TextTable.of(Row.class).column("NAME", Row::name).column("COUNT", Row::count);

  @Test
  void columns_are_as_wide_as_their_widest_cell_and_lines_end_without_spaces() {
    assertThat(TABLE.render(List.of(new Row("long-name", 1), new Row("b", 20))))
        .isEqualTo("NAME       COUNT\nlong-name  1\nb          20\n");
  }

  @Test
  void an_empty_cell_is_a_dash_and_no_rows_leave_the_titles() {
    assertThat(TABLE.render(List.of(new Row("", 1)))).isEqualTo("NAME  COUNT\n-     1\n");
    assertThat(TABLE.render(List.of())).isEqualTo("NAME  COUNT\n");
  }

  @Test
  void a_cell_can_neither_break_the_table_nor_speak_to_the_terminal() {
    assertThat(TABLE.render(List.of(new Row("a\nb\u001b[31m\u202ec", 1))))
        .isEqualTo("NAME        COUNT\na?b?[31m?c  1\n");
  }
}
