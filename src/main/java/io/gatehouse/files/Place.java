package io.gatehouse.files;

import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import java.util.Comparator;
import java.util.Objects;

/**
 * Where an object is written. In the order in which objects of one name count: by path, then by
 * place in the file.
 *
 * @param path relative to the directory, with slashes
 * @param ordinal place among the file's objects, from 0
 * @param line where its document begins, from 1
 */
record Place(String path, int ordinal, int line) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::path).thenComparingInt(Place::ordinal);

  Place {
    Objects.requireNonNull(path, "path");
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** Where findings about a file point. */
  static Origin file(String path) {
    return Origin.of("File", "", ForeignText.shown(path));
  }

  /** For example {@code gateway.yaml, line 12}. */
  @Override
  public String toString() {
    return ForeignText.shown(path) + ", line " + line;
  }
}
