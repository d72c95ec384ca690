package io.gatehouse.rehearsal;

import io.gatehouse.rehearsal.Site.KubernetesObject;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.GatehouseProcess;
import io.gatehouse.testing.IssuedCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One run of the program with each source, from its start over the first change of each kind. */
public final class Rehearsal {

  private static final List<String> PAGES =
      List.of(
          "gateways",
          "virtualservices",
          "credentials",
          "credentials/istio-system/first",
          "proxies",
          "findings",
          "explain?host=first.example.com&port=443&path=/status");

  private static final Site FIRST = new Site("first");
  private static final Site SECOND = new Site("second");
  private static final Site THIRD = new Site("third");
  private static final Repertoire REST = new Repertoire(THIRD);

  private final Path folder;
  private final IssuedCertificate certificate = Certificates.leaf(FIRST.host()).issue();

  /**
   * @param folder exists; everything that is written goes there
   */
  Rehearsal(Path folder) {
    this.folder = folder;
  }

  /**
   * Plays both; the classes that the program loads are listed in {@code files.classes} and {@code
   * kubernetes.classes}.
   *
   * @param arguments a folder, then the program as the JVM's arguments
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<String> program = List.of(arguments).subList(1, arguments.length);
    Rehearsal rehearsal = new Rehearsal(folder);
    try (Stage stage = rehearsal.files()) {
      rehearsal.play(stage, listing(folder.resolve("files.classes"), program));
    }
    try (Stage stage = rehearsal.kubernetes()) {
      rehearsal.play(stage, listing(folder.resolve("kubernetes.classes"), program));
    }
  }

  private static List<String> listing(Path classes, List<String> program) {
    List<String> command = new ArrayList<>(program);
    command.add(0, "-XX:DumpLoadedClassList=" + classes);
    return command;
  }

  Stage files() throws Exception {
    return new ManifestStage(Files.createDirectory(folder.resolve("manifests")), objects());
  }

  Stage kubernetes() throws Exception {
    return new KubernetesStage(Files.createDirectory(folder.resolve("kubernetes")), objects());
  }

  private List<KubernetesObject> objects() {
    return Stream.concat(Stream.of(Site.ingress()), FIRST.objects(certificate).stream()).toList();
  }

  /**
   * @param program the JVM's arguments, up to the jar
   */
  void play(Stage stage, List<String> program) throws Exception {
    int admin = FreePorts.next();
    int xds = FreePorts.next();
    try (GatehouseProcess process =
        GatehouseProcess.launch(
            program, folder, admin, xds, stage.settings(), stage.environment())) {
      process.awaitReady();
      try (PlayedEnvoy envoy = PlayedEnvoy.connect(xds)) {
        envoy.await(lastLine(certificate));
        change(stage, envoy);
        try (PlayedEnvoy again = envoy.reconnect(xds)) {
          stage.put(FIRST.secret(certificate));
          again.await(lastLine(certificate));
        }
      }
      PAGES.forEach(page -> process.get("/api/v1/" + page));
      process.get("/actuator/prometheus");
    }
  }

  /** The first change of each kind. */
  private static void change(Stage stage, PlayedEnvoy envoy) throws Exception {
    IssuedCertificate rotated = Certificates.leaf(FIRST.host()).issue();
    stage.put(FIRST.secret(rotated));
    envoy.await(lastLine(rotated));
    stage.put(FIRST.virtualService("/delay"));
    envoy.await("/delay");
    stage.put(FIRST.endpoints("10.0.0.2"));
    envoy.await("10.0.0.2");
    IssuedCertificate other = Certificates.leaf(SECOND.host()).issue();
    for (KubernetesObject object : SECOND.objects(other)) {
      stage.put(object);
    }
    envoy.await(lastLine(other));
    changeRest(stage, envoy);
  }

  private static void changeRest(Stage stage, PlayedEnvoy envoy) throws Exception {
    for (KubernetesObject object : REST.objects(Certificates.leaf(THIRD.host()).issue())) {
      stage.put(object);
    }
    envoy.await(Repertoire.REWRITTEN);
    stage.put(REST.rule("x-tenant"));
    envoy.await("x-tenant");
    stage.put(REST.workload("10.0.1.2"));
    envoy.await("10.0.1.2");
  }

  /** What no other certificate has. */
  private static String lastLine(IssuedCertificate certificate) {
    List<String> lines = certificate.certificatePem().lines().toList();
    return lines.get(lines.size() - 2);
  }
}
