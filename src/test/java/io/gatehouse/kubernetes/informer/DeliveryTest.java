package io.gatehouse.kubernetes.informer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryTest {

  private static final Watched SECRETS = new Watched(ApiResource.SECRETS, Optional.empty());
  private static final Watched SERVICES = new Watched(ApiResource.SERVICES, Optional.empty());
  private static final List<ObjectEvent> EVENTS =
      List.of(new ObjectEvent.Removed(ObjectKey.of(Kind.SECRET, "a", "b")));

  private final List<String> heard = new ArrayList<>();
  private final Delivery delivery =
      new Delivery(
          new ObjectListener() {
            @Override
            public void onObjects(List<ObjectEvent> events) {
              heard.add("objects");
            }

            @Override
            public void onSourceFindings(String part, List<Finding> findings) {
              List<FindingCode> codes = findings.stream().map(Finding::code).toList();
              heard.add(part + codes);
            }

            @Override
            public void onSynced() {
              heard.add("synced");
            }
          },
          new SourceFindings("https://10.0.0.1:6443"),
          List.of(SECRETS, SERVICES));

  @Test
  void it_is_synced_once_when_all_have_settled() {
    delivery.settled(SECRETS);
    delivery.objects(EVENTS);
    delivery.settled(SECRETS);
    assertThat(heard).containsExactly("objects");

    delivery.settled(SERVICES);
    delivery.settled(SERVICES);

    assertThat(heard).containsExactly("objects", "synced");
  }

  @Test
  void findings_are_told_when_they_change_and_when_they_go() {
    delivery.condition(SECRETS, new Condition.InSync());
    delivery.condition(SECRETS, new Condition.Unreachable(Instant.EPOCH));
    delivery.condition(SERVICES, new Condition.Unreachable(Instant.EPOCH));
    delivery.condition(SERVICES, new Condition.Forbidden("list"));
    delivery.condition(SECRETS, new Condition.InSync());
    delivery.condition(SERVICES, new Condition.InSync());

    assertThat(heard)
        .containsExactly(
            "Kubernetes API[SOURCE_STALE]",
            "Service[KIND_FORBIDDEN]",
            "Kubernetes API[]",
            "Service[]");
  }

  @Test
  void after_the_end_nothing_is_told() {
    delivery.close();

    delivery.objects(EVENTS);
    delivery.settled(SECRETS);
    delivery.settled(SERVICES);
    delivery.condition(SECRETS, new Condition.Forbidden("list"));

    assertThat(heard).isEmpty();
  }
}
