package io.gatehouse.resource.istio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "5s, PT5S",
    "0.5s, PT0.5S",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "5.s, PT5S",
    "1h2m3.5s, PT1H2M3.5S",
    "100ms, PT0.1S",
    "1us, PT0.000001S",
    "1µs, PT0.000001S",
    "1ns, PT0.000000001S",
    "0, PT0S",
    "0s, PT0S",
    "0.1ns, PT0S",
    "9223372036s, PT2562047H47M16S"
  })
  void reads_what_go_reads(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        ".s",
        "-5s",
        "+5s",
        "5 s",
        "5S",
        "5d",
        "1s1",
        "s5",
        "9223372037s",
        "1e3s"
      })
  void reads_nothing_else(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
