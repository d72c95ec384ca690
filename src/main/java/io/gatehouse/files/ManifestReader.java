package io.gatehouse.files;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.ResourceParser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Reads the objects in a file of manifests: YAML or JSON, many documents, lists too. */
final class ManifestReader {

  /** Parsing takes many times a file's size. */
  static final int MAX_BYTES = 16 << 20;

  private static final int MAX_SHOWN = 100;

  private final String path;
  private final List<Manifest.Entry> objects = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Integer> otherKinds = new TreeMap<>();
  private boolean complete = true;

  private ManifestReader(String path) {
    this.path = path;
  }

  /**
   * Reads a file.
   *
   * @param path relative to the directory; its extension tells YAML from JSON
   */
  static Manifest read(String path, byte[] content) {
    if (content.length > MAX_BYTES) {
      String problem = "The file is larger than " + (MAX_BYTES >> 20) + " MiB";
      return Manifest.unreadable(path, problem, "Split it into several files.");
    }
    try {
      String text = text(content);
      return new ManifestReader(path)
          .manifest(path.endsWith(".json") ? JsonDocuments.read(text) : YamlDocuments.read(text));
    } catch (UnreadableFileException unreadable) {
      return Manifest.unreadable(
          path, unreadable.getMessage(), "Correct the file there, or a little above.");
    }
  }

  private static String text(byte[] content) throws UnreadableFileException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      throw new UnreadableFileException("The file is not text in UTF-8");
    }
  }

  private Manifest manifest(List<Document> documents) {
    documents.forEach(document -> read(document.content(), document.line()));
    otherKinds.forEach((kind, count) -> findings.add(otherKind(kind, count)));
    return new Manifest(objects, findings, complete);
  }

  private void read(JsonNode content, int line) {
    String apiVersion = content.path("apiVersion").stringValue("");
    String kind = content.path("kind").stringValue("");
    if (apiVersion.equals("v1") && kind.equals("List")) {
      content.path("items").forEach(item -> read(item, line));
    } else if (apiVersion.isEmpty() || kind.isEmpty()) {
      ignored("The document at line " + line + " has no apiVersion and kind");
    } else if (ResourceParser.kindOf(apiVersion, kind).isEmpty()) {
      otherKinds.merge(apiVersion + " " + kind, 1, Integer::sum);
    } else {
      Place place = new Place(path, objects.size(), line);
      Optional<Parsed> parsed = ResourceParser.parse(content);
      parsed.ifPresentOrElse(
          read -> objects.add(new Manifest.Entry(placed(read, place), place)),
          () -> ignored("The " + kind + " at line " + line + " has no name"));
    }
  }

  /** Half of an object, perhaps, whose other half is still being written. */
  private void ignored(String problem) {
    complete = false;
    findings.add(
        Finding.error(
            FindingCode.OBJECT_UNREADABLE,
            Place.file(path),
            problem + ": it is ignored.",
            "Write apiVersion, kind and metadata.name, or move the file elsewhere."));
  }

  /** Findings about the object tell the file too. */
  private static Parsed placed(Parsed parsed, Place place) {
    return new Parsed(
        parsed.key(),
        parsed.resource(),
        parsed.findings().stream().map(finding -> placed(finding, place)).toList());
  }

  private static Finding placed(Finding finding, Place place) {
    String sentence = finding.sentence();
    return new Finding(
        finding.code(),
        finding.severity(),
        finding.origin(),
        sentence.substring(0, sentence.length() - 1) + " (" + place + ").",
        finding.remedy());
  }

  private Finding otherKind(String kind, int count) {
    String name = ForeignText.shown(kind.substring(0, Math.min(kind.length(), MAX_SHOWN)));
    String sentence =
        (count == 1 ? "1 object" : count + " objects")
            + " of kind "
            + name
            + (count == 1 ? " is" : " are")
            + " ignored: Gatehouse does not read this kind.";
    return bearsOnGateways(kind)
        ? Finding.warning(
            FindingCode.UNSUPPORTED_KIND,
            Place.file(path),
            sentence,
            "Do not count on it: remove it, or enforce what it asks for elsewhere.")
        : Finding.info(
            FindingCode.UNSUPPORTED_KIND,
            Place.file(path),
            sentence,
            "Nothing, if it is for others.");
  }

  /** Whether leaving the kind out changes what its author expects of a gateway. */
  private static boolean bearsOnGateways(String kind) {
    String group = kind.substring(0, Math.max(kind.indexOf('/'), 0));
    return group.endsWith("istio.io")
        || group.equals("gateway.networking.k8s.io")
        || group.equals("discovery.k8s.io")
        || group.equals("gatehouse.io");
  }
}
