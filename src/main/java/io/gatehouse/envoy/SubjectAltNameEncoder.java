package io.gatehouse.envoy;

import com.google.common.net.InetAddresses;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/** A name that a certificate has to have, of the type that its form tells. */
final class SubjectAltNameEncoder {

  private SubjectAltNameEncoder() {}

  static SubjectAltNameMatcher encode(String name) {
    return SubjectAltNameMatcher.newBuilder()
        .setSanType(type(name))
        .setMatcher(StringMatcher.newBuilder().setExact(name))
        .build();
  }

  private static SanType type(String name) {
    if (InetAddresses.isInetAddress(name)) {
      return SanType.IP_ADDRESS;
    }
    if (name.contains(":")) {
      return SanType.URI;
    }
    return name.contains("@") ? SanType.EMAIL : SanType.DNS;
  }
}
