package io.gatehouse.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.gatehouse.finding.Origin;
import java.util.Set;

/** Resources whose content is {@code name@version}. */
final class TestResources {

  private TestResources() {}

  static XdsResource cluster(String name, String version) {
    return resource(XdsType.CLUSTER, name, version);
  }

  static XdsResource endpoint(String name, String version) {
    return resource(XdsType.ENDPOINT, name, version);
  }

  static XdsResource listener(String name, String version) {
    return resource(XdsType.LISTENER, name, version);
  }

  static XdsResource secret(String name, String version) {
    return resource(XdsType.SECRET, name, version);
  }

  static XdsResource route(String name, String version, String... clusters) {
    return resource(XdsType.ROUTE, name, version, clusters);
  }

  static XdsResource resource(XdsType type, String name, String version, String... clusters) {
    return sized(type, name, version, 0, clusters);
  }

  /** One of at least {@code padding} bytes. */
  static XdsResource sized(
      XdsType type, String name, String version, int padding, String... clusters) {
    Any body =
        Any.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setValue(ByteString.copyFromUtf8(name + "@" + version + " ".repeat(padding)))
            .build();
    return new XdsResource(
        type, name, version, body, Set.of(clusters), Origin.of("Test", "", name), "");
  }
}
