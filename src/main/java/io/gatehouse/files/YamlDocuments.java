package io.gatehouse.files;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import tools.jackson.databind.JsonNode;

/** Reads YAML documents as the JSON that kubectl would make of them. */
final class YamlDocuments {

  private static final LoaderOptions OPTIONS = options();
  private static final YamlResolver RESOLVER = new YamlResolver();

  private YamlDocuments() {}

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(ManifestReader.MAX_BYTES);
    options.setMergeOnCompose(true);
    return options;
  }

  static List<Document> read(String text) throws UnreadableFileException {
    try {
      Composer composer =
          new Composer(new ParserImpl(new StreamReader(text), OPTIONS), RESOLVER, OPTIONS);
      YamlToJson conversion = new YamlToJson(text.length());
      List<Document> documents = new ArrayList<>();
      while (composer.checkNode()) {
        Node node = composer.getNode();
        JsonNode content = conversion.convert(node);
        if (!content.isNull()) {
          documents.add(new Document(content, node.getStartMark().getLine() + 1));
        }
      }
      return documents;
    } catch (ReaderException unprintable) {
      throw at(text, unprintable.getPosition());
    } catch (MarkedYAMLException notYaml) {
      throw at(notYaml.getProblemMark(), "The file is not YAML");
    } catch (YAMLException beyondLimits) {
      throw new UnreadableFileException("The file is nested, or repeats itself, beyond reason");
    }
  }

  static UnreadableFileException at(Mark mark, String problem) {
    return mark == null
        ? new UnreadableFileException(problem)
        : UnreadableFileException.at(mark.getLine() + 1, mark.getColumn() + 1, problem);
  }

  private static UnreadableFileException at(String text, int position) {
    String before = text.substring(0, Math.min(position, text.length()));
    int line = (int) before.lines().count();
    return new UnreadableFileException(
        "The file has a character that YAML does not allow at about line " + Math.max(line, 1));
  }
}
