package io.gatehouse.xds;

import com.google.common.net.HostAndPort;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;

/** Makes the remote address of a call known to the service that handles it. */
final class PeerAddress implements ServerInterceptor {

  private static final Context.Key<String> KEY = Context.keyWithDefault("peer-address", "");

  /** The remote address of the current call; empty where there is none. */
  static String current() {
    return KEY.get();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String address = shown(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    return Contexts.interceptCall(Context.current().withValue(KEY, address), call, headers, next);
  }

  private static String shown(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
      return HostAndPort.fromParts(inet.getAddress().getHostAddress(), inet.getPort()).toString();
    }
    return Objects.toString(address, "");
  }
}
