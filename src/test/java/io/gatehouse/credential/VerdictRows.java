package io.gatehouse.credential;

import java.util.List;
import java.util.stream.Stream;

/** All rows, made once. */
final class VerdictRows {

  static final List<VerdictRow> ALL = make();

  private VerdictRows() {}

  private static List<VerdictRow> make() {
    try {
      return Stream.of(
              KeyRows.all(),
              KeyFormRows.all(),
              CertificateRows.all(),
              PemRows.all(),
              CaBundleRows.all(),
              RevocationRows.all())
          .flatMap(List::stream)
          .toList();
    } catch (Exception e) {
      throw new AssertionError("cannot make the rows", e);
    }
  }
}
