package io.gatehouse.mutation;

import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Objects;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.TestKeys;
import io.gatehouse.view.ObjectEvent;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A healthy host on the ports that all use, older than anything else and first by name. */
final class Neighbour {

  /** What it answers. */
  static final int SERVED = 307;

  private static final String HOST = "neighbour.example.com";
  private static final int PORT = 8443;

  /** One that no server of a case binds for itself. */
  private static final String ADDRESS = "127.9.9.9";

  private static final List<ObjectEvent> EVENTS =
      Stream.of(
              """
              apiVersion: v1
              kind: Service
              metadata: {name: "!neighbour", namespace: istio-system}
              spec:
                selector: {istio: ingressgateway}
                ports:
                - {name: http, port: 80, targetPort: 8080}
                - {name: https, port: 443, targetPort: 8443}
              """,
              """
              apiVersion: v1
              kind: Secret
              metadata: {name: "!neighbour", namespace: istio-system}
              data:
                tls.crt: ${cert:ec-a}
                tls.key: ${key:ec-a}
              """,
              """
              apiVersion: networking.istio.io/v1
              kind: Gateway
              metadata: {name: "!neighbour", namespace: neighbour}
              spec:
                selector: {istio: ingressgateway}
                servers:
                - port: {number: 443, name: https, protocol: HTTPS}
                  tls: {mode: SIMPLE, credentialName: "!neighbour"}
                  hosts: [neighbour.example.com]
              """,
              """
              apiVersion: networking.istio.io/v1
              kind: VirtualService
              metadata: {name: "!neighbour", namespace: neighbour}
              spec:
                hosts: [neighbour.example.com]
                gateways: ["!neighbour"]
                http:
                - redirect: {uri: /there, redirectCode: 307}
              """)
          .map(TestKeys::resolve)
          .map(Objects::parse)
          .map(ObjectEvent::of)
          .toList();

  private Neighbour() {}

  static List<ObjectEvent> events() {
    return EVENTS;
  }

  static List<ObjectKey> keys() {
    return EVENTS.stream().map(ObjectEvent::key).toList();
  }

  /** What it answers now, over a connection of its own. */
  static int status() throws IOException {
    return HttpProbe.tls(PORT, TestKeys.ca("a")).at(ADDRESS).get(HOST, "/").status();
  }
}
