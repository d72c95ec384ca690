package io.gatehouse.status.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.model.Mirror;
import io.gatehouse.model.PathRewrite;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.Route.WeightedCluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteWordsTest {

  @Test
  void actions_say_what_they_change() {
    Action forward =
        new Action.Forward(
            List.of(new WeightedCluster("c", 1, HeaderChanges.NONE)),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(new PathRewrite.Matched("/new")),
            List.of(new Mirror("m", 125_000)));

    assertThat(RouteWords.action(forward)).isEqualTo("forward, path as /new, copies to m (12.5 %)");
    assertThat(RouteWords.action(new Action.DirectResponse(503, ""))).isEqualTo("answer 503");
  }
}
