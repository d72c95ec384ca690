package io.gatehouse.mutation;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.pipeline.Pipeline;
import io.gatehouse.pipeline.PipelineListener;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.status.Board;
import io.gatehouse.status.GroupStatus;
import io.gatehouse.translate.common.TranslationOptions;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.DeliveryListener;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.SnapshotProvider.Subscription;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsServer;
import io.gatehouse.xds.XdsTimings;
import io.gatehouse.xds.XdsType;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The pipeline and its streams in this process, and what is known of one Envoy. */
final class ServedPipeline implements PipelineListener, DeliveryListener, AutoCloseable {

  static final String NAMESPACE = "istio-system";
  static final Map<String, String> LABELS = Map.of("istio", "ingressgateway");

  private static final long PATIENCE_SECONDS = 20;

  private final Pipeline pipeline;
  private final XdsServer xds;
  private final Server server;

  private final Map<XdsType, Map<String, String>> acknowledged = new EnumMap<>(XdsType.class);
  private final List<String> refused = new ArrayList<>();
  private Optional<GroupStatus> group = Optional.empty();
  private ObjectView view = ObjectView.EMPTY;
  private List<Finding> objectFindings = List.of();
  private long changes;
  private long published;

  ServedPipeline() {
    pipeline =
        new Pipeline(
            new Translator(new TranslationOptions("cluster.local", true)),
            new CredentialStore(Duration.ZERO),
            this,
            Clock.systemUTC());
    xds = new XdsServer(pipeline, this, XdsTimings.DEFAULT);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0));
    xds.host(builder);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pipeline.onSynced();
  }

  int port() {
    return server.getPort();
  }

  /** Waits until the Envoy has all that follows from the change; then, what is known. */
  Board change(List<ObjectEvent> events) throws InterruptedException {
    pipeline.onObjects(events);
    long here = ++changes;
    // Whoever joins is served at the end of the round that has taken in what came before.
    ProxyNode witness =
        new ProxyNode(-here, "witness", NAMESPACE, LABELS, Map.of(), "", "127.0.0.1");
    Subscription subscription =
        pipeline.subscribe(witness, (snapshot, changed) -> tell(() -> published = here));
    try {
      return await(here);
    } finally {
      subscription.close();
    }
  }

  private synchronized Board await(long change) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (published < change || group.isEmpty() || !isInUse(group.get().snapshot())) {
      if (!refused.isEmpty()) {
        String all = refused.toString();
        refused.clear();
        throw new AssertionError("refused by Envoy: " + all);
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(
            "not in use: "
                + group.map(status -> missing(status.snapshot())).orElse(List.of("any group")));
      }
      wait(left);
    }
    return new Board(view, objectFindings, List.of(group.get()), List.of());
  }

  private boolean isInUse(Snapshot snapshot) {
    return missing(snapshot).isEmpty();
  }

  /** What draining chains still use is not gone, so more may be there than is served. */
  private List<String> missing(Snapshot snapshot) {
    List<String> missing = new ArrayList<>();
    for (XdsType type : XdsType.values()) {
      Map<String, String> known = acknowledged.getOrDefault(type, Map.of());
      for (XdsResource one : snapshot.of(type).values()) {
        if (!one.version().equals(known.get(one.name()))) {
          missing.add(one + " (acknowledged: " + known.get(one.name()) + ")");
        }
      }
    }
    return missing;
  }

  private synchronized void tell(Runnable change) {
    change.run();
    notifyAll();
  }

  @Override
  public synchronized void onObjects(ObjectView objects, List<Finding> findings) {
    view = objects;
    objectFindings = List.copyOf(findings);
  }

  @Override
  public void onCredentials(Credentials credentials, Set<CredentialKey> changed) {}

  @Override
  public void onGroup(
      ProxyGroup proxies,
      Supplier<GatewayModel> model,
      Credentials credentials,
      Snapshot snapshot,
      List<Finding> findings) {
    tell(
        () ->
            group = Optional.of(new GroupStatus(proxies, model, credentials, snapshot, findings)));
  }

  @Override
  public void onGroupGone(ProxyGroup proxies) {}

  @Override
  public void onProxy(ProxyNode proxy, ProxyGroup proxies) {}

  @Override
  public void onReady() {}

  @Override
  public void onAcknowledged(ProxyNode proxy, XdsType type, Map<String, String> versions) {
    pipeline.onAcknowledged(proxy, type, versions);
    tell(
        () -> {
          Map<String, String> known = acknowledged.computeIfAbsent(type, t -> new HashMap<>());
          known.putAll(versions);
          known.values().removeIf(String::isEmpty);
        });
  }

  @Override
  public void onUnsubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    tell(() -> acknowledged.getOrDefault(type, new HashMap<>()).keySet().removeAll(names));
  }

  @Override
  public void onRefused(
      ProxyNode proxy,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {
    pipeline.onRefused(proxy, type, resources, detail, exact);
    tell(() -> refused.add(resources + ": " + detail));
  }

  @Override
  public void onRouteForced(ProxyNode proxy, XdsResource route, Set<String> clusters) {
    tell(() -> refused.add(route + " was not held back for " + clusters));
  }

  @Override
  public void close() {
    xds.close();
    server.shutdownNow();
    pipeline.close();
  }
}
