package io.gatehouse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProxyDeliveriesTest {

  private static final XdsResource SECRET =
      SeedBoard.snapshot().of(XdsType.SECRET).get("httpbin-credential");

  private final ProxyDeliveries one = new ProxyDeliveries(Instant.EPOCH);
  private final ProxyDeliveries other = new ProxyDeliveries(Instant.EPOCH);

  @Test
  void what_two_envoys_have_alike_is_kept_once() {
    deliver(one);
    deliver(other);

    assertThat(secret(one).has(SECRET.version())).isTrue();
    assertThat(secret(one).state()).isEqualTo(Delivery.State.ACKNOWLEDGED);
    assertThat(secret(one)).isSameAs(secret(other));
  }

  @Test
  void what_one_of_them_refuses_is_its_own() {
    deliver(one);
    deliver(other);
    Refusal refusal = new Refusal("v2", "no", SECRET.origin(), Instant.EPOCH);
    one.change(XdsType.SECRET, SECRET.name(), known -> known.withRefusal(refusal));

    assertThat(secret(one).refusal()).isEqualTo(Optional.of(refusal));
    assertThat(secret(other).refusal()).isEmpty();
  }

  private static void deliver(ProxyDeliveries deliveries) {
    deliveries.sent(XdsType.SECRET, List.of(SECRET), Set.of());
    deliveries.acknowledge(XdsType.SECRET, Map.of(SECRET.name(), SECRET.version()));
  }

  private static Delivery secret(ProxyDeliveries deliveries) {
    return deliveries.copy().get(XdsType.SECRET).get(SECRET.name());
  }
}
