package io.gatehouse.bench.lab;

import io.gatehouse.bench.client.Marks;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A host with two upstreams, between which its route can be switched, and a certificate. */
public final class Site {

  /** Its name. */
  public static final String HOST = "site.bench.example.com";

  private static final String NAME = "site";
  private static final int PORT = 8000;
  // Pods' addresses: Kubernetes takes no loopback address for an endpoint.
  private static final List<String> UPSTREAMS = List.of("10.244.0.10", "10.244.0.11");

  private final ApiServer api;
  private final AtomicLong flips = new AtomicLong();
  private final AtomicLong rotations = new AtomicLong();

  private Site(ApiServer api) {
    this.api = api;
  }

  static Site open(ApiServer api) throws IOException, InterruptedException {
    for (int number = 0; number < UPSTREAMS.size(); number++) {
      String service = service(number);
      String address = UPSTREAMS.get(number);
      Upstream.serve(address, PORT);
      api.ensure(Write.create(Kind.SERVICE, Objects.service(service)));
      api.ensure(
          Write.create(Kind.ENDPOINT_SLICE, Objects.slice(service + "-1", service, PORT, address)));
    }
    api.ensure(Write.create(Kind.SECRET, Objects.secret(NAME, Marks.text(0), HOST)));
    api.ensure(Write.create(Kind.GATEWAY, Objects.gateway(NAME, HOST, NAME)));
    Map<String, Object> route = Objects.virtualService(NAME, HOST, NAME, service(0), Marks.text(0));
    api.ensure(Write.create(Kind.VIRTUAL_SERVICE, route));
    return new Site(api);
  }

  private static String service(long number) {
    return "site-" + number % UPSTREAMS.size();
  }

  /** Sends requests to the other upstream from now on. */
  public void flip() throws InterruptedException {
    long number = flips.incrementAndGet();
    List<Object> routes = Objects.routes(service(number), Marks.text(number));
    api.send(Write.patch(Kind.VIRTUAL_SERVICE, NAME, Map.of("spec", Map.of("http", routes))));
  }

  /** Gives it another certificate and key. */
  public void rotate() throws InterruptedException {
    String commonName = Marks.text(rotations.incrementAndGet());
    Map<String, Object> data = Objects.certificate(commonName, HOST);
    api.send(Write.patch(Kind.SECRET, NAME, Map.of("data", data)));
  }

  public long flips() {
    return flips.get();
  }

  public long rotations() {
    return rotations.get();
  }

  /** The common name of its newest certificate. */
  public String commonName() {
    return Marks.text(rotations());
  }

  void close() throws InterruptedException {
    api.send(Write.delete(Kind.VIRTUAL_SERVICE, NAME));
    api.send(Write.delete(Kind.GATEWAY, NAME));
    api.send(Write.delete(Kind.SECRET, NAME));
  }
}
