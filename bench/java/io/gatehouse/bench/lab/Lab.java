package io.gatehouse.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** All that is up while the benchmark runs; one Gatehouse at a time. */
public final class Lab implements AutoCloseable {

  private final Path folder;
  private final Path kube;
  private ApiServer api;
  private BareWatch watch;
  private Gatehouse gatehouse;
  private int seeded;

  private Lab(Path folder) {
    this.folder = folder;
    this.kube = folder.resolve("kube");
  }

  /** Starts etcd and the API server. */
  public static Lab start(Path folder) throws IOException, InterruptedException {
    Lab lab = new Lab(folder);
    // However the benchmark ends, by Ctrl-C too, nothing of it stays behind.
    Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
    FileSystemUtils.deleteRecursively(lab.kube);
    Files.createDirectories(folder);
    run("tools/kube-up", lab.kube.toString());
    lab.api = ApiServer.of(lab.kubeconfig());
    Seed.prepare(lab.api, Path.of("k8s/crds"));
    lab.watch = BareWatch.start(lab.api);
    return lab;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
  }

  public Path folder() {
    return folder;
  }

  public Path kubeconfig() {
    return kube.resolve("kubeconfig");
  }

  public ApiServer api() {
    return api;
  }

  public BareWatch watch() {
    return watch;
  }

  /** Makes the API server hold so many hosts, and no fewer than before. */
  public void seed(int hosts) throws InterruptedException {
    Seed.grow(api, seeded, hosts);
    seeded = Math.max(seeded, hosts);
  }

  /** Starts Gatehouse on the API server. */
  public Gatehouse onKubernetes(int gateways) throws IOException, InterruptedException {
    return start(
        HeapFormula.maximumMib(seeded, gateways),
        Map.of("gatehouse.source", "kubernetes", "gatehouse.xds.plaintext.enabled", "true"),
        Map.of("KUBECONFIG", kubeconfig().toString()));
  }

  /** Starts Gatehouse on a folder with so many hosts. */
  public Gatehouse onFiles(int hosts) throws IOException, InterruptedException {
    ManifestFolder manifests = manifests(hosts);
    return start(
        HeapFormula.maximumMib(hosts, 1),
        Map.of(
            "gatehouse.source", "files", "gatehouse.files.directory", manifests.path().toString()),
        Map.of());
  }

  /** A folder with so many hosts. */
  public ManifestFolder manifests(int hosts) throws IOException {
    Path path = folder.resolve("manifests-" + hosts);
    boolean there = Files.exists(path);
    ManifestFolder manifests = ManifestFolder.in(path);
    if (!there) {
      Seed.grow(manifests, hosts);
    }
    return manifests;
  }

  private Gatehouse start(
      int heapMib, Map<String, String> settings, Map<String, String> environment)
      throws IOException, InterruptedException {
    stop();
    gatehouse = Gatehouse.start(folder, heapMib, settings, environment);
    return gatehouse;
  }

  /** Starts an Envoy of the gateway; it ends with the program at the latest. */
  public RealEnvoy startEnvoy() throws IOException {
    return RealEnvoy.start(folder);
  }

  /** Adds a host that has upstreams. */
  public Site openSite() throws IOException, InterruptedException {
    Path hosts = Path.of(System.getProperty("jdk.net.hosts.file"));
    Files.writeString(hosts, "127.0.0.1 " + Site.HOST + "\n");
    return Site.open(api);
  }

  public void closeSite(Site site) throws InterruptedException {
    site.close();
  }

  /** Ends the Gatehouse that runs. */
  public void stop() {
    if (gatehouse != null) {
      gatehouse.close();
      gatehouse = null;
    }
  }

  /** Everything that was started, whatever is being done meanwhile. */
  @Override
  public void close() {
    endChildren();
    try {
      run("tools/kube-down", kube.toString());
    } catch (IOException | IllegalStateException | InterruptedException e) {
      System.err.println("bench: etcd and kube-apiserver may still run: " + e.getMessage());
    }
    endChildren();
  }

  private static void endChildren() {
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    children.forEach(ProcessHandle::destroy);
    children.forEach(child -> child.onExit().completeOnTimeout(child, 20, TimeUnit.SECONDS).join());
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
