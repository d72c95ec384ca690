package io.gatehouse.translate.istio;

import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.VirtualService;

/** Which VirtualServices a server's host admits ({@code namespace/host}). */
final class ServerHosts {

  private static final String ANY_NAMESPACE = "*";

  private ServerHosts() {}

  static boolean admits(ServerHost host, VirtualService virtualService) {
    return host.namespace().equals(ANY_NAMESPACE)
        || host.namespace().equals(virtualService.metadata().namespace());
  }
}
