package io.gatehouse.cli;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.envoy.EdgeOptions;
import io.gatehouse.files.DirectoryReading;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.pipeline.Pipeline;
import io.gatehouse.pipeline.PipelineListener;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Proxy;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.status.Board;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectEvent;
import io.gatehouse.view.ObjectListener;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The way of the running server, from a directory to what it would publish, without Envoys.
 *
 * <p>The groups of proxies are those that the manifests declare ({@code Proxy}), else {@link
 * AssumedProxies}.
 */
final class OfflineRun implements PipelineListener {

  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch ready = new CountDownLatch(1);
  private final StatusBoard board = new StatusBoard(Clock.systemUTC());

  private OfflineRun() {}

  /**
   * What is made of a directory.
   *
   * @throws IllegalStateException if it cannot be worked out, which is a defect of ours
   */
  static Board of(Path directory, Translator translator) throws InterruptedException {
    OfflineRun run = new OfflineRun();
    try (Pipeline pipeline =
        new Pipeline(
            translator,
            EdgeOptions.DEFAULT,
            new CredentialStore(Duration.ZERO),
            run,
            Clock.systemUTC())) {
      new DirectoryReading(directory).start(new WithProxies(pipeline));
      if (!run.ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nothing was published in " + PATIENCE_SECONDS + " s");
      }
    }
    return run.board.read();
  }

  /** Adds proxies where none are declared. */
  private static final class WithProxies implements ObjectListener {

    private final ObjectListener to;
    private final List<ObjectEvent> read = new ArrayList<>();

    WithProxies(ObjectListener to) {
      this.to = to;
    }

    @Override
    public void onObjects(List<ObjectEvent> events) {
      read.addAll(events);
      to.onObjects(events);
    }

    @Override
    public void onSourceFindings(String part, List<Finding> findings) {
      to.onSourceFindings(part, findings);
    }

    @Override
    public void onSynced() {
      if (read.stream().noneMatch(event -> event.key().kind() == Kind.PROXY)) {
        to.onObjects(assumedProxies());
      }
      to.onSynced();
    }

    private List<ObjectEvent> assumedProxies() {
      List<Resource> objects =
          read.stream()
              .filter(ObjectEvent.Upserted.class::isInstance)
              .map(event -> ((ObjectEvent.Upserted) event).resource())
              .toList();
      List<ObjectEvent> proxies = new ArrayList<>();
      for (ProxyGroup group : AssumedProxies.of(objects)) {
        ObjectName name = new ObjectName(group.namespace(), "assumed-" + proxies.size());
        Metadata metadata = new Metadata(name, Instant.EPOCH, Map.of());
        proxies.add(new ObjectEvent.Upserted(new Proxy(metadata, group), List.of()));
      }
      return proxies;
    }
  }

  @Override
  public void onObjects(ObjectView objects, List<Finding> said) {
    board.onObjects(objects, said);
  }

  @Override
  public void onCredentials(Credentials credentials, Set<CredentialKey> changed) {
    // Each group comes with its own.
  }

  @Override
  public void onGroup(
      ProxyGroup group,
      Supplier<GatewayModel> model,
      Credentials credentials,
      Snapshot snapshot,
      List<Finding> said) {
    board.onGroup(group, model, credentials, snapshot, said);
  }

  @Override
  public void onGroupGone(ProxyGroup group) {
    board.onGroupGone(group);
  }

  @Override
  public void onProxy(ProxyNode proxy, ProxyGroup group) {
    // None connects.
  }

  @Override
  public void onReady() {
    ready.countDown();
  }
}
