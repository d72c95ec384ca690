package io.gatehouse.cli;

import io.gatehouse.admin.dump.EnvoyJson;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Severity;
import io.gatehouse.status.Board;
import io.gatehouse.status.GroupStatus;
import io.gatehouse.status.TypeNames;
import io.gatehouse.status.report.FindingEntry;
import io.gatehouse.translate.common.TranslationOptions;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code translate DIR} and {@code validate DIR}.
 *
 * <p>Exit codes: 0 for success; 1 where {@code validate} found an error; 2 where the command cannot
 * be run as it was given.
 */
public final class OfflineCommand {

  private static final String TRANSLATE = "translate";
  private static final String VALIDATE = "validate";
  private static final String IGNORE = "--ignore=";
  private static final String CLUSTER_DOMAIN = "--cluster-domain=";

  private static final int OK = 0;
  private static final int ERRORS = 1;
  private static final int MISUSE = 2;

  private static final String USAGE =
      """
      usage: java -jar gatehouse.jar translate [--cluster-domain=cluster.local] DIR
                 prints what Envoys would be served for the manifests in DIR, and the findings, as JSON
             java -jar gatehouse.jar validate [--cluster-domain=cluster.local] [--ignore=CODE,...] DIR
                 prints the findings; exits with 1 where one of them is an error
      """;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String name;
  private final Path directory;
  private final Set<FindingCode> ignored;
  private final String clusterDomain;

  private OfflineCommand(
      String name, Path directory, Set<FindingCode> ignored, String clusterDomain) {
    this.name = name;
    this.directory = directory;
    this.ignored = ignored;
    this.clusterDomain = clusterDomain;
  }

  /** Whether {@code arguments} ask for an offline command, not for the server. */
  public static boolean isMeant(String... arguments) {
    return arguments.length > 0 && Set.of(TRANSLATE, VALIDATE).contains(arguments[0]);
  }

  /**
   * Runs the command that {@code arguments} ask for.
   *
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err, String... arguments)
      throws InterruptedException {
    Optional<OfflineCommand> command = parse(err, arguments);
    if (command.isEmpty()) {
      err.print(USAGE);
      return MISUSE;
    }
    Board board = OfflineRun.of(command.get().directory, new Translator(command.get().options()));
    return command.get().name.equals(TRANSLATE)
        ? translated(board, out)
        : command.get().validated(board, out);
  }

  /** As with the files source, endpoints may be on this machine. */
  private TranslationOptions options() {
    return new TranslationOptions(clusterDomain, true);
  }

  private static Optional<OfflineCommand> parse(PrintStream err, String... arguments) {
    Set<FindingCode> ignored = new HashSet<>();
    String clusterDomain = "cluster.local";
    List<Path> directories = new ArrayList<>();
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      if (argument.startsWith(IGNORE) && arguments[0].equals(VALIDATE)) {
        for (String id : argument.substring(IGNORE.length()).split(",")) {
          Optional<FindingCode> code = code(id);
          if (code.isEmpty()) {
            err.println("There is no finding with the code " + ForeignText.shown(id) + ".");
            return Optional.empty();
          }
          ignored.add(code.get());
        }
      } else if (argument.startsWith(CLUSTER_DOMAIN)) {
        clusterDomain = argument.substring(CLUSTER_DOMAIN.length());
      } else if (argument.startsWith("-")) {
        err.println("There is no option " + ForeignText.shown(argument) + ".");
        return Optional.empty();
      } else {
        directories.add(Path.of(argument));
      }
    }
    if (directories.size() != 1 || !Files.isDirectory(directories.get(0))) {
      err.println("Name one directory that exists.");
      return Optional.empty();
    }
    return Optional.of(
        new OfflineCommand(arguments[0], directories.get(0), ignored, clusterDomain));
  }

  private static Optional<FindingCode> code(String id) {
    return Arrays.stream(FindingCode.values()).filter(code -> code.id().equals(id)).findFirst();
  }

  private static int translated(Board board, PrintStream out) {
    ObjectNode document = JSON.createObjectNode();
    ArrayNode groups = document.putArray("groups");
    board.groups().forEach(group -> add(group, groups.addObject()));
    document.set("findings", JSON.valueToTree(FindingEntry.of(board.findings())));
    out.println(JSON.writeValueAsString(document));
    return OK;
  }

  private static void add(GroupStatus group, ObjectNode to) {
    to.put("group", group.group().toString());
    for (XdsType type : XdsType.values()) {
      ArrayNode resources = to.putArray(TypeNames.id(type));
      new TreeMap<>(group.snapshot().of(type))
          .values().stream()
              .map(XdsResource::body)
              .map(EnvoyJson::of)
              .map(JSON::readTree)
              .forEach(resources::add);
    }
  }

  private int validated(Board board, PrintStream out) {
    List<Finding> findings =
        board.findings().stream().filter(finding -> !ignored.contains(finding.code())).toList();
    findings.forEach(finding -> out.println(line(finding)));
    long errors = findings.stream().filter(one -> one.severity() == Severity.ERROR).count();
    out.printf(
        "%d errors, %d other findings in %s%n",
        errors, findings.size() - errors, ForeignText.shown(directory.toString()));
    return errors == 0 ? OK : ERRORS;
  }

  private static String line(Finding finding) {
    return "%s [%s] %s: %s %s"
        .formatted(
            finding.severity(),
            finding.code().id(),
            finding.origin(),
            finding.sentence(),
            finding.remedy());
  }
}
