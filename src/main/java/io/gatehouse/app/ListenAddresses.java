package io.gatehouse.app;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Where the servers listen, in Spring's own properties, worked out from Gatehouse's: the admin
 * server from {@code gatehouse.admin.address} ({@code host:port}), plaintext xDS from {@code
 * gatehouse.xds.plaintext.*}, which is on with the files source only unless it is set.
 */
public final class ListenAddresses implements EnvironmentPostProcessor {

  private static final String ADMIN = "127.0.0.1:15080";
  private static final String PLAINTEXT = "127.0.0.1:15010";

  /** As net.devh's starter spells "no server on a port". */
  private static final String NO_PORT = "-1";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> settings = new HashMap<>();
    HostAndPort admin =
        HostAndPort.of(environment.getProperty("gatehouse.admin.address", ADMIN), "admin");
    settings.put("server.address", admin.host());
    settings.put("server.port", admin.port());

    HostAndPort xds =
        HostAndPort.of(
            environment.getProperty("gatehouse.xds.plaintext.address", PLAINTEXT), "xds.plaintext");
    boolean files = "files".equalsIgnoreCase(environment.getProperty("gatehouse.source", "files"));
    boolean plaintext =
        environment.getProperty("gatehouse.xds.plaintext.enabled", Boolean.class, files);
    settings.put("grpc.server.address", xds.host());
    settings.put("grpc.server.port", plaintext ? xds.port() : NO_PORT);
    environment.getPropertySources().addLast(new MapPropertySource("gatehouse", settings));
  }

  private record HostAndPort(String host, String port) {

    static HostAndPort of(String address, String setting) {
      int colon = address.lastIndexOf(':');
      String port = address.substring(colon + 1);
      if (colon < 1 || !port.matches("\\d{1,5}")) {
        throw new IllegalArgumentException(
            "gatehouse.%s.address is not host:port (for example 127.0.0.1:15080)."
                .formatted(setting));
      }
      return new HostAndPort(address.substring(0, colon).replaceAll("[\\[\\]]", ""), port);
    }
  }
}
