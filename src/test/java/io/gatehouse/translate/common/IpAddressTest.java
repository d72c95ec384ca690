package io.gatehouse.translate.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.translate.common.IpAddress.Family;
import io.gatehouse.translate.common.IpAddress.Reach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,                10.0.0.1,          IPV4, NETWORK",
    "240.1.2.3,               240.1.2.3,         IPV4, NETWORK",
    "127.0.0.1,               127.0.0.1,         IPV4, LOCAL",
    "127.8.9.10,              127.8.9.10,        IPV4, LOCAL",
    "169.254.169.254,         169.254.169.254,   IPV4, LOCAL",
    "0.0.0.0,                 0.0.0.0,           IPV4, NOWHERE",
    "0.1.2.3,                 0.1.2.3,           IPV4, NOWHERE",
    "224.0.0.1,               224.0.0.1,         IPV4, NOWHERE",
    "255.255.255.255,         255.255.255.255,   IPV4, NOWHERE",
    "2001:DB8:0:0:0:0:0:1,    2001:db8::1,       IPV6, NETWORK",
    "fd00::1,                 fd00::1,           IPV6, NETWORK",
    "::1,                     ::1,               IPV6, LOCAL",
    "fe80::1,                 fe80::1,           IPV6, LOCAL",
    "::,                      ::,                IPV6, NOWHERE",
    "ff02::1,                 ff02::1,           IPV6, NOWHERE",
  })
  void a_plain_literal_is_read_and_judged(String literal, String text, Family family, Reach reach) {
    assertThat(IpAddress.parse(literal)).contains(new IpAddress(text, family, reach));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.com",
        "0177.0.0.1",
        "010.0.0.1",
        "0x7f.0.0.1",
        "2130706433",
        "127.1",
        "10.0.0.1.",
        "10.0.0.256",
        " 10.0.0.1",
        "10.0.0.1 ",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "0:0:0:0:0:ffff:7f00:1",
        "::127.0.0.1",
        "::7f00:1",
        "fe80::1%eth0",
        "[::1]",
        "10.0.0.1:80",
        "1::2::3",
        "g::1"
      })
  void what_is_not_a_plain_literal_is_no_address(String literal) {
    assertThat(IpAddress.parse(literal)).isEmpty();
  }
}
