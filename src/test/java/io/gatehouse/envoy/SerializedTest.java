package io.gatehouse.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerializedTest {

  @Test
  void equalMessagesHaveEqualBytesWhateverTheOrderOfTheirMaps() {
    List<String> keys = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    Struct forwards = struct(keys);
    Struct backwards = struct(keys.stream().sorted(Comparator.reverseOrder()).toList());

    assertThat(Serialized.of(forwards)).isEqualTo(Serialized.of(backwards));
    assertThat(Serialized.of(forwards).body().getTypeUrl())
        .isEqualTo("type.googleapis.com/google.protobuf.Struct");
  }

  @Test
  void theVersionChangesWithTheContent() {
    String one = Serialized.of(struct(List.of("a"))).version();
    String other = Serialized.of(struct(List.of("b"))).version();

    assertThat(one).matches("[0-9a-f]{32}").isNotEqualTo(other);
  }

  @Test
  void showsNoContent() {
    assertThat(Serialized.of(struct(List.of("content"))).toString()).doesNotContain("content");
  }

  private static Struct struct(List<String> keys) {
    Struct.Builder struct = Struct.newBuilder();
    keys.forEach(key -> struct.putFields(key, Value.newBuilder().setStringValue(key).build()));
    return struct.build();
  }
}
