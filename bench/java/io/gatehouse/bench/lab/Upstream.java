package io.gatehouse.bench.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every request of every connection with 200, and never ends one. */
final class Upstream {

  private Upstream() {}

  /** Serves until the program ends. */
  static void serve(String address, int port) throws IOException {
    ServerSocket listener = new ServerSocket(port, 128, InetAddress.getByName(address));
    inBackground(
        () -> {
          while (true) {
            Socket connection = listener.accept();
            inBackground(() -> answer(connection, address));
          }
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // Whoever was connected has gone.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void answer(Socket connection, String name) throws IOException {
    byte[] answer =
        "HTTP/1.1 200 OK\r\nx-upstream: %s\r\ncontent-length: 0\r\n\r\n"
            .formatted(name)
            .getBytes(StandardCharsets.US_ASCII);
    try (connection;
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isEmpty()) {
          connection.getOutputStream().write(answer);
        }
      }
    }
  }
}
