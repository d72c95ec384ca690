package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeliveryReportsTest {

  @Test
  void a_listener_that_fails_does_not_break_the_stream() {
    AtomicInteger calls = new AtomicInteger();
    DeliveryListener failing =
        (DeliveryListener)
            Proxy.newProxyInstance(
                DeliveryListener.class.getClassLoader(),
                new Class<?>[] {DeliveryListener.class},
                (proxy, method, arguments) -> {
                  calls.incrementAndGet();
                  throw new IllegalStateException("listener");
                });
    DeliveryReports reports =
        new DeliveryReports(failing, new ProxyNode(1, "envoy", "", Map.of(), Map.of(), "", "peer"));
    Interest.Change change = new Interest(XdsType.CLUSTER).change(List.of("a"), List.of());
    Delivery delivery = new Delivery(1, Map.of("a", cluster("a", "1")), Set.of());

    assertThatCode(
            () -> {
              reports.connected();
              reports.interest(XdsType.CLUSTER, change);
              reports.sent(XdsType.CLUSTER, delivery, Map.of());
              reports.accepted(XdsType.CLUSTER, delivery);
              reports.refused(XdsType.CLUSTER, delivery, Verdict.of(Set.of("a")), "no");
              reports.ignored(Optional.empty(), "unknown-type");
              reports.disconnected("end");
            })
        .doesNotThrowAnyException();
    assertThat(calls).hasValue(7);
  }
}
