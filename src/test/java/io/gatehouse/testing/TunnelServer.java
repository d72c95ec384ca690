package io.gatehouse.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An upstream that takes every upgrade, and then sends back what it is sent. */
public final class TunnelServer implements AutoCloseable {

  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

  private final ServerSocket server;

  private TunnelServer(ServerSocket server) {
    this.server = server;
  }

  public static TunnelServer start() {
    try {
      TunnelServer started =
          new TunnelServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread thread = new Thread(started::accept, "tunnel");
      thread.setDaemon(true);
      thread.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** One connection after the other. */
  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        skipHead(in);
        socket.getOutputStream().write(SWITCHING.getBytes(StandardCharsets.US_ASCII));
        in.transferTo(socket.getOutputStream());
      } catch (IOException ended) {
        // Whoever waits for an answer notices.
      }
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended within the head");
      }
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
