package io.gatehouse.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Objects for tests, written as YAML. */
public final class Objects {

  private static final JsonMapper JSON = JsonMapper.shared();

  private Objects() {}

  public static JsonNode json(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return JSON.valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
  }

  public static Parsed parse(String yaml) {
    return ResourceParser.parse(json(yaml)).orElseThrow();
  }

  /** The object, of which nothing is wrong. */
  public static <T extends Resource> T clean(Class<T> type, String yaml) {
    Parsed parsed = parse(yaml);
    assertThat(parsed.findings()).isEmpty();
    return type.cast(parsed.resource().orElseThrow());
  }

  /** What is said of the object, a line each: severity, code, field, sentence. */
  public static List<String> said(Parsed parsed) {
    return parsed.findings().stream().map(Objects::line).toList();
  }

  private static String line(Finding finding) {
    assertThat(finding.sentence()).endsWith(".");
    assertThat(finding.remedy()).endsWith(".");
    return String.join(
        " ",
        finding.severity().toString(),
        finding.code().id(),
        finding.origin().field() + ":",
        finding.sentence());
  }
}
