package io.gatehouse.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IsolationTest {

  private static final long STREAM = 1;

  /** {@code bad} parts are what this Envoy refuses. */
  private static final class Envoy {
    private final Isolation<Part> isolation;
    private final Set<Part> bad;
    private final Set<String> refusedVersions = new HashSet<>();
    private final List<List<Part>> served = new ArrayList<>();
    private String version = "";
    private int rounds;

    Envoy(Isolation<Part> isolation, Part... bad) {
      this.isolation = isolation;
      this.bad = Set.of(bad);
    }

    List<Part> serve(List<Part> wanted) {
      boolean again = true;
      while (again) {
        List<Part> parts = isolation.admit(wanted);
        String next = parts.toString();
        again = isolation.settled(next, parts);
        if (!again && !next.equals(version) && !refusedVersions.contains(next)) {
          rounds++;
          again = answer(next, parts);
        }
      }
      return served.isEmpty() ? List.of() : served.get(served.size() - 1);
    }

    private boolean answer(String next, List<Part> parts) {
      if (parts.stream().anyMatch(bad::contains)) {
        refusedVersions.add(next);
        return isolation.refused(STREAM, next, "no good");
      }
      version = next;
      served.add(parts);
      return isolation.acknowledged(STREAM, next);
    }
  }

  private record Part(String name, String content) {}

  private static Part part(String name) {
    return new Part(name, "1");
  }

  private final Isolation<Part> isolation = new Isolation<>(Part::name);

  @Test
  void everythingIsServedWhereNothingIsRefused() {
    Envoy envoy = new Envoy(isolation);

    assertThat(envoy.serve(List.of(part("a"), part("b")))).containsExactly(part("a"), part("b"));
    assertThat(isolation.refusals()).isEmpty();
  }

  @Test
  void oneNewPartThatIsRefusedStaysOutAndTheRestStays() {
    Envoy envoy = new Envoy(isolation, part("bad"));
    envoy.serve(List.of(part("a")));

    List<Part> served = envoy.serve(List.of(part("a"), part("b"), part("bad"), part("c")));

    assertThat(served).containsExactly(part("a"), part("b"), part("c"));
    assertThat(isolation.refusals())
        .containsExactly(new Isolation.Refusal<>(part("bad"), "no good"));
  }

  @Test
  void aPartThatWasServedIsNeverLeftOutOnTheWay() {
    Envoy envoy = new Envoy(isolation, new Part("b", "2"));
    envoy.serve(List.of(part("a"), part("b"), part("c")));

    envoy.serve(List.of(new Part("a", "2"), new Part("b", "2"), part("c"), part("d")));

    assertThat(envoy.served)
        .allSatisfy(parts -> assertThat(parts).extracting(Part::name).contains("a", "b", "c"));
    assertThat(envoy.served.get(envoy.served.size() - 1))
        .containsExactly(new Part("a", "2"), part("b"), part("c"), part("d"));
  }

  @Test
  void severalBadPartsAmongManyTakeFewRounds() {
    Envoy envoy = new Envoy(isolation, part("3"), part("500"), part("777"));
    List<Part> wanted = IntStream.range(0, 1000).mapToObj(i -> part("" + i)).toList();

    List<Part> served = envoy.serve(wanted);

    assertThat(served).hasSize(997).doesNotContain(part("3"), part("500"), part("777"));
    assertThat(envoy.rounds).isLessThan(80);
  }

  @Test
  void aRefusedPartIsTriedAgainWhenItChanges() {
    Envoy envoy = new Envoy(isolation, part("bad"));
    envoy.serve(List.of(part("a"), part("bad")));

    assertThat(envoy.serve(List.of(part("a"), new Part("bad", "mended"))))
        .containsExactly(part("a"), new Part("bad", "mended"));
    assertThat(isolation.refusals()).isEmpty();
  }

  @Test
  void aHealthyPartThatComesLaterIsServedBesideARefusedOne() {
    Envoy envoy = new Envoy(isolation, part("bad"));
    envoy.serve(List.of(part("a"), part("bad")));

    assertThat(envoy.serve(List.of(part("a"), part("bad"), part("new"))))
        .containsExactly(part("a"), part("new"));
  }

  @Test
  void anEnvoyFromBeforeARestartLosesNothingItMayServe() {
    Envoy envoy = new Envoy(isolation, part("bad"));
    isolation.acknowledged(STREAM, "a version from before the restart");

    envoy.serve(List.of(part("a"), part("b"), part("bad"), part("c")));

    assertThat(envoy.served).containsExactly(List.of(part("a"), part("b"), part("c")));
    assertThat(isolation.refusals()).extracting(r -> r.part().name()).containsExactly("bad");
  }

  @Test
  void aPortThatCannotBeBoundIsNoPartsFault() {
    List<Part> parts = isolation.admit(List.of(part("a"), part("b")));
    isolation.settled("v1", parts);

    assertThat(isolation.refused(STREAM, "v1", "cannot bind '0.0.0.0:8443': in use")).isFalse();
    assertThat(isolation.admit(List.of(part("a"), part("b")))).hasSize(2);
  }
}
