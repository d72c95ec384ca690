package io.gatehouse.testing;

import static org.awaitility.Awaitility.await;

import io.gatehouse.kubernetes.ApiClients;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * A real kube-apiserver and etcd, started by {@code tools/kube-up}. No controllers, no kubelets:
 * nothing but what a test puts there.
 */
public final class KubeApi implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** {@code plural.version.group}, with commas between them. */
  private static final String SERVED_VERSIONS =
      "{{$comma := \"\"}}{{range .items}}{{$kind := .spec}}{{range .spec.versions}}{{if .served}}"
          + "{{$comma}}{{$kind.names.plural}}.{{.name}}.{{$kind.group}}{{$comma = \",\"}}"
          + "{{end}}{{end}}{{end}}";

  private final Path directory;
  private final int port;
  private final int etcdPort;

  private KubeApi(Path directory, int port, int etcdPort) {
    this.directory = directory;
    this.port = port;
    this.etcdPort = etcdPort;
  }

  /** One for all tests of this JVM that use namespaces of their own; ends with it. */
  public static KubeApi shared() {
    return Shared.API;
  }

  private static final class Shared {
    private static final KubeApi API = start(temporaryDirectory());

    static {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    API.close();
                    FileSystemUtils.deleteRecursively(API.directory.toFile());
                  }));
    }

    private static Path temporaryDirectory() {
      try {
        return Files.createTempDirectory("gatehouse-kube");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Starts one of its own on free ports; {@code directory} keeps its state. */
  public static KubeApi start(Path directory) {
    KubeApi api = new KubeApi(directory, FreePorts.next(), freePair());
    api.startApiServer();
    return api;
  }

  /** The first of two free ports in a row, as etcd needs them. */
  private static int freePair() {
    while (true) {
      int first = FreePorts.next();
      try (ServerSocket second = new ServerSocket(first + 1, 1, InetAddress.getLoopbackAddress())) {
        return second.getLocalPort() - 1;
      } catch (IOException taken) {
        // Another pair, then.
      }
    }
  }

  /** Of an administrator. */
  public Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /** Makes clients of an administrator. */
  public ApiClients clients() {
    return () -> {
      try (Reader reader = Files.newBufferedReader(kubeconfig())) {
        KubeConfig config = KubeConfig.loadKubeConfig(reader);
        config.setFile(kubeconfig().toFile());
        return ClientBuilder.kubeconfig(config).build();
      }
    };
  }

  /** Makes clients of a user who may do what RBAC says, which is nothing at first. */
  public ApiClients clientsOf(String user) {
    return () -> clients().open().addDefaultHeader("Impersonate-User", user);
  }

  /** A client of an administrator. */
  public ApiClient client() {
    try {
      return clients().open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies a file, or all files of a directory; kinds that are defined there are served then. */
  public void apply(Path manifests) {
    kubectl("", "apply", "--server-side", "--force-conflicts", "-f", manifests.toString());
    awaitDefinedKinds();
  }

  /** The API server makes known what it has accepted a moment later, version by version. */
  private void awaitDefinedKinds() {
    String kinds = kubectl("", "get", "crd", "-o", "go-template=" + SERVED_VERSIONS);
    if (!kinds.isEmpty()) {
      await("the defined kinds are served")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> kubectl("", "get", kinds, "-o", "name"));
    }
  }

  /** Applies one or more documents. */
  public void applyYaml(String documents) {
    // Without the line in front, kubectl takes what begins with a brace for JSON to its end.
    kubectl("---\n" + documents, "apply", "--server-side", "--force-conflicts", "-f", "-");
  }

  /**
   * Deletes objects, for example {@code delete("-n", "shop", "service", "a", "b")}, and waits until
   * they are gone.
   */
  public void delete(String... what) {
    List<String> arguments = new ArrayList<>(List.of("delete", "--ignore-not-found"));
    arguments.addAll(List.of(what));
    kubectl("", arguments.toArray(String[]::new));
  }

  /**
   * Runs kubectl as an administrator.
   *
   * @return what it printed
   * @throws IllegalStateException with what it printed, if it fails
   */
  public String kubectl(String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Tools.bring("kubectl").toString());
    command.add("--kubeconfig=" + kubeconfig());
    command.addAll(Arrays.asList(arguments));
    return run(input, command);
  }

  /** Ends the API server as a crash would; etcd and its data stay. */
  public void stopApiServer() {
    process().destroyForcibly();
    await("the API server has ended").atMost(PATIENCE).until(() -> !runs());
  }

  /** Starts it, again or for the first time, and waits until it is ready. */
  public void startApiServer() {
    run(
        "",
        List.of(
            "tools/kube-up",
            directory.toString(),
            "--port",
            Integer.toString(port),
            "--etcd-port",
            Integer.toString(etcdPort)));
  }

  /** Stops it where it is: connections stay, nothing is answered. */
  public void freezeApiServer() {
    run("", List.of("kill", "-STOP", Long.toString(process().pid())));
  }

  /** Lets it go on. */
  public void thawApiServer() {
    run("", List.of("kill", "-CONT", Long.toString(process().pid())));
  }

  private ProcessHandle process() {
    try {
      String pid = Files.readString(directory.resolve("kube-apiserver.pid")).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean runs() {
    try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return connected.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  @Override
  public void close() {
    run("", List.of("tools/kube-down", directory.toString()));
  }

  private static String run(String input, List<String> command) {
    try {
      Path output = Files.createTempFile("gatehouse-run", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        int status = process.waitFor();
        String printed = Files.readString(output);
        if (status != 0) {
          throw new IllegalStateException(command + " failed:\n" + printed);
        }
        return printed;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
