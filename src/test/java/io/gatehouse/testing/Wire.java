package io.gatehouse.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A wire to a port of this machine that can be cut and mended: the other end seems to go away. */
public final class Wire implements AutoCloseable {

  private final int target;
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  /** A wire to {@code target}, not cut. */
  public Wire(int target) {
    this.target = target;
    this.port = listen(0);
  }

  /** Where the near end is. */
  public int port() {
    return port;
  }

  /** Ends all connections and refuses new ones. */
  public void cut() {
    open.forEach(Wire::close);
    open.clear();
  }

  public void mend() {
    listen(port);
  }

  private int listen(int at) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
      open.add(server);
      threads.execute(() -> accept(server));
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        open.add(near);
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(far);
        threads.execute(() -> carry(near, far));
        threads.execute(() -> carry(far, near));
      } catch (IOException cutOrRefused) {
        // Cut: the loop ends. Refused: whoever called notices.
      }
    }
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // Both ends are closed.
    }
  }

  private static void close(AutoCloseable end) {
    try {
      end.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    cut();
    threads.shutdownNow();
  }
}
