package io.gatehouse.bench.lab;

import static io.gatehouse.bench.client.ResourceType.CLUSTER;
import static io.gatehouse.bench.client.ResourceType.ENDPOINT;
import static io.gatehouse.bench.client.ResourceType.LISTENER;
import static io.gatehouse.bench.client.ResourceType.ROUTE;
import static io.gatehouse.bench.client.ResourceType.SECRET;

import io.gatehouse.bench.client.Marks;
import io.gatehouse.bench.client.Probe;
import io.gatehouse.bench.client.ResourceType;
import io.gatehouse.bench.client.Tracker;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One change: how it is written, and which marks tell that it has arrived.
 *
 * @param object what changes
 * @param marks each with the types of which a resource may bear it
 * @param writes sent one after another
 * @param undo what takes it back, where it leaves something behind
 */
public record Change(
    String object, Map<String, Set<ResourceType>> marks, List<Write> writes, List<Write> undo) {

  private static final Set<ResourceType> IN_ROUTES = Set.of(ROUTE, LISTENER);
  private static final Set<ResourceType> IN_SECRETS = Set.of(SECRET, LISTENER);
  private static final Set<ResourceType> IN_ENDPOINTS = Set.of(ENDPOINT, CLUSTER);

  private static final AtomicLong SEQUENCE = new AtomicLong();

  /** What is changed. */
  public enum Of {
    /** A Secret gets another certificate and key. */
    SECRET,
    /** A VirtualService sets another response header. */
    ROUTE,
    /** An EndpointSlice gets another address. */
    ENDPOINT,
    /** A Secret, a Gateway and a VirtualService are created. */
    HOST;

    /** As tables name it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Made ready, so that writing is all that is left to do. */
  public static Change prepare(Of what, int hostNumber) {
    return switch (what) {
      case SECRET -> secret(hostNumber);
      case ROUTE -> route(hostNumber);
      case ENDPOINT -> endpoint(hostNumber);
      case HOST -> host(hostNumber);
    };
  }

  private static Change secret(int number) {
    String mark = mark();
    String name = Objects.secretName(number);
    Map<String, Object> data = Objects.certificate(mark, Objects.host(number));
    Write write = Write.patch(Kind.SECRET, name, Map.of("data", data));
    return new Change(name, Map.of(mark, IN_SECRETS), List.of(write), List.of());
  }

  private static Change route(int number) {
    String mark = mark();
    String name = Objects.routeName(number);
    List<Object> routes = Objects.routes(Objects.serviceName(number), mark);
    Write write = Write.patch(Kind.VIRTUAL_SERVICE, name, Map.of("spec", Map.of("http", routes)));
    return new Change(name, Map.of(mark, IN_ROUTES), List.of(write), List.of());
  }

  private static Change endpoint(int number) {
    long next = SEQUENCE.incrementAndGet();
    String address = "10.%d.%d.%d".formatted(128 + (next >> 16 & 63), next >> 8 & 255, next & 255);
    String name = Objects.sliceName(number);
    List<Object> endpoints = Objects.endpoints(Objects.address(number), address);
    Write write = Write.patch(Kind.ENDPOINT_SLICE, name, Map.of("endpoints", endpoints));
    return new Change(name, Map.of(address, IN_ENDPOINTS), List.of(write), List.of());
  }

  private static Change host(int number) {
    String mark = mark();
    String certificate = mark();
    String route = mark();
    String name = "new-" + mark;
    String host = mark + ".bench.example.com";
    return new Change(
        name,
        Map.of(mark, Set.of(LISTENER), certificate, IN_SECRETS, route, IN_ROUTES),
        List.of(
            Write.create(Kind.SECRET, Objects.secret(name, certificate, host)),
            Write.create(Kind.GATEWAY, Objects.gateway(name, host, name)),
            Write.create(
                Kind.VIRTUAL_SERVICE,
                Objects.virtualService(name, host, name, Objects.serviceName(number), route))),
        List.of(
            Write.delete(Kind.VIRTUAL_SERVICE, name),
            Write.delete(Kind.GATEWAY, name),
            Write.delete(Kind.SECRET, name)));
  }

  private static String mark() {
    return Marks.text(SEQUENCE.incrementAndGet());
  }

  /** A change that has been written. */
  public record Written(Probe probe, ApiServer.Answer answer) {}

  /** Writes it, while the Envoys look out for it. */
  public Written write(ApiServer api, Tracker tracker) throws InterruptedException {
    Probe probe = tracker.expect(object, marks);
    ApiServer.Answer answer = api.send(writes.get(0));
    for (Write write : writes.subList(1, writes.size())) {
      answer = api.send(write);
    }
    probe.written(answer.nanoTime());
    return new Written(probe, answer);
  }

  /** Takes it back. */
  public void undo(ApiServer api) throws InterruptedException {
    for (Write write : undo) {
      api.send(write);
    }
  }
}
