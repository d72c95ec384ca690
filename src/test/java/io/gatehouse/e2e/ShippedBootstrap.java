package io.gatehouse.e2e;

import io.gatehouse.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code envoy-bootstrap/envoy.yaml} as it is, but for its ports.
 *
 * @param readiness instead of 15021
 * @param metrics instead of 15090
 */
record ShippedBootstrap(String yaml, int readiness, int metrics) {

  static ShippedBootstrap of(int xdsPort) {
    int readiness = FreePorts.next();
    int metrics = FreePorts.next();
    try {
      String yaml =
          Files.readString(Path.of("envoy-bootstrap", "envoy.yaml"))
              .replace("port_value: 15010", "port_value: " + xdsPort)
              .replace("port_value: 15000", "port_value: " + FreePorts.next())
              .replace("port_value: 15021", "port_value: " + readiness)
              .replace("port_value: 15090", "port_value: " + metrics);
      return new ShippedBootstrap(yaml, readiness, metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, on an Envoy that has addresses of both families. */
  ShippedBootstrap dualStack() {
    return new ShippedBootstrap(
        yaml.replace("  metadata:\n", "  metadata:\n    INSTANCE_IPS: 127.0.0.1,::1\n"),
        readiness,
        metrics);
  }
}
