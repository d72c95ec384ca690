package io.gatehouse.xds;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A control plane that serves what a test puts into it, and writes down what comes of it. */
final class ServedXds implements AutoCloseable {

  final FixedSnapshots snapshots;
  final RecordedDeliveries events = new RecordedDeliveries();
  private final XdsServer xds;
  private final Server server;
  private final int port;

  /**
   * @param wantedPort 0 for any that is free
   */
  ServedXds(int wantedPort, FixedSnapshots snapshots) {
    this.snapshots = snapshots;
    this.xds = new XdsServer(snapshots, events, XdsTimings.DEFAULT);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort));
    xds.host(builder);
    try {
      this.server = builder.build().start();
      this.port = server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    xds.close();
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
