package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.HttpProbe.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port that grows disturbs nobody who is connected to it. */
class HundredHostsIT {

  private static final int HOSTS = 100;

  @TempDir Path directory;
  private Installation installation;

  @Test
  void a_hundred_hosts_come_and_no_connection_goes() throws IOException {
    Map<String, Socket> connections = new LinkedHashMap<>();
    try (Installation running = Installation.start(directory, Map.of())) {
      installation = running;
      EnvoyProcess envoy = running.startEnvoy();
      installation.putGoodHost("first");
      connections.put("first", connected("first"));
      for (int i = 0; i < HOSTS; i++) {
        String name = "host" + i;
        installation.putGoodHost(name);
        connections.put(name, connected(name));
      }

      for (String name : connections.keySet()) {
        assertStays(name, connections.get(name));
      }
      assertThat(envoy.stat("listener_manager.listener_in_place_updated"))
          .as("updates in place, among all updates")
          .isGreaterThanOrEqualTo(HOSTS)
          .isEqualTo(envoy.stat("listener_manager.listener_modified"));
      assertThat(envoy.stat("listener_manager.total_filter_chains_draining")).isZero();
      assertThat(envoy.stat("listener_manager.total_listeners_draining")).isZero();
      assertThat(envoy.refusals()).isEmpty();
    } finally {
      for (Socket socket : connections.values()) {
        socket.close();
      }
    }
  }

  /** An open connection to that host, which has answered one request. */
  private Socket connected(String name) throws IOException {
    eventually(() -> installation.status(name) == 200);
    Socket socket = installation.probe().connect(host(name));
    assertStays(name, socket);
    return socket;
  }

  private static void assertStays(String name, Socket socket) throws IOException {
    Answer answer = HttpProbe.get(socket, host(name), "/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("connection")).isNotEqualTo("close");
  }
}
