package io.gatehouse.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;

/** Makes clients of one Kubernetes API; asked again when credentials have run out. */
@FunctionalInterface
public interface ApiClients {

  /**
   * A new client, with the credentials of now.
   *
   * @throws IOException if what it is configured by cannot be read
   */
  ApiClient open() throws IOException;

  /**
   * By the usual rules: {@code KUBECONFIG}, else {@code ~/.kube/config}, else the service account
   * of the pod.
   */
  static ApiClients standard() {
    return () -> ClientBuilder.standard().build();
  }
}
