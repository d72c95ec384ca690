package io.gatehouse.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Parsed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case gives what its files say. */
class GoldenCasesTest {

  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  static Stream<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void givesWhatIsExpected(GoldenCase behaviour) {
    Outcome outcome = WholeWay.of(Manifests.parse(behaviour.input()));

    outcome
        .files()
        .forEach(
            (file, content) -> {
              if (UPDATE) {
                behaviour.write(file, content);
              }
              assertThat(content)
                  .as("%s of: %s", file, behaviour)
                  .isEqualTo(behaviour.read(file).orElse("(no such file)"));
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void givesTheSameWhateverTheOrderOfTheObjects(GoldenCase behaviour) {
    List<Parsed> objects = Manifests.parse(behaviour.input());
    List<Parsed> backwards = new ArrayList<>(objects);
    Collections.reverse(backwards);

    assertThat(WholeWay.of(backwards).files()).isEqualTo(WholeWay.of(objects).files());
  }
}
