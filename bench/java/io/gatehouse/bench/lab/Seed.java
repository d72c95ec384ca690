package io.gatehouse.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes the objects of so many hosts, to an API server or to a folder. */
public final class Seed {

  private static final int WRITERS = 8;
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  /** One object of a kind. */
  private record Item(Kind kind, Map<String, Object> object) {}

  private Seed() {}

  /** Makes the API server know the kinds, and the gateways' Service. */
  public static void prepare(ApiServer api, Path definitions)
      throws IOException, InterruptedException {
    for (Kind kind : List.of(Kind.GATEWAY, Kind.VIRTUAL_SERVICE)) {
      String definition = Files.readString(definitions.resolve(kind.plural() + ".yaml"));
      api.ensure(Write.yaml(DEFINITIONS, definition));
      api.awaitServed(kind.path());
    }
    api.ensure(
        Write.create(Kind.NAMESPACE, Kind.NAMESPACE.named(Kind.INGRESS, Map.of(), Map.of())));
    api.ensure(Write.create(Kind.INGRESS_SERVICE, Objects.ingress()));
  }

  /** Adds the hosts numbered {@code from} to {@code to}, the last one excluded. */
  public static void grow(ApiServer api, int from, int to) throws InterruptedException {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Callable<Void>> tasks =
          IntStream.range(from, to).mapToObj(number -> writing(api, number)).toList();
      for (Future<Void> written : writers.invokeAll(tasks)) {
        written.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot write a host", e);
    } finally {
      writers.shutdownNow();
    }
  }

  private static Callable<Void> writing(ApiServer api, int number) {
    return () -> {
      for (Item item : host(number).toList()) {
        api.ensure(Write.create(item.kind(), item.object()));
      }
      return null;
    };
  }

  /** Writes the objects of so many hosts to a folder. */
  static void grow(ManifestFolder folder, int hosts) throws IOException {
    folder.write(Objects.ingress());
    for (int number = 0; number < hosts; number++) {
      for (Item item : host(number).toList()) {
        folder.write(item.object());
      }
    }
  }

  private static Stream<Item> host(int number) {
    String host = Objects.host(number);
    String service = Objects.serviceName(number);
    String secret = Objects.secretName(number);
    String gateway = Objects.gatewayName(number);
    Stream<Item> own =
        Stream.of(
            new Item(Kind.SECRET, Objects.secret(secret, host, host)),
            new Item(Kind.GATEWAY, Objects.gateway(gateway, host, secret)),
            new Item(
                Kind.VIRTUAL_SERVICE,
                Objects.virtualService(Objects.routeName(number), host, gateway, service, "seed")));
    if (number % Objects.HOSTS_A_SERVICE != 0) {
      return own;
    }
    String address = Objects.address(number);
    return Stream.concat(
        Stream.of(
            new Item(Kind.SERVICE, Objects.service(service)),
            new Item(
                Kind.ENDPOINT_SLICE,
                Objects.slice(
                    Objects.sliceName(number),
                    service,
                    8080,
                    address,
                    address.replace("10.64.", "10.65.")))),
        own);
  }
}
