package io.gatehouse.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Severity;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ManifestReaderTest {

  private static final String SECRET = "{apiVersion: v1, kind: Secret, metadata: {name: %s}}";

  @Test
  void reads_every_document_and_tells_where_it_is() {
    Manifest manifest =
        read(
            """
            # a comment
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: a
            ---
            ---
            # nothing here
            ---
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b", "namespace": "n"}}
            ...
            """);

    assertThat(manifest.findings()).isEmpty();
    assertThat(manifest.complete()).isTrue();
    assertThat(manifest.objects())
        .extracting(Manifest.Entry::place)
        .containsExactly(new Place("a.yaml", 0, 3), new Place("a.yaml", 1, 11));
    assertThat(keys(manifest)).containsExactly("default/a", "n/b");
  }

  @Test
  void reads_lists() {
    Manifest manifest =
        read(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Secret, metadata: {name: a}}
            - {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, metadata: {name: b}}]}
            """);

    assertThat(keys(manifest)).containsExactly("default/a", "default/b");
    assertThat(manifest.objects())
        .extracting(entry -> entry.place().ordinal())
        .containsExactly(0, 1);
  }

  @Test
  void reads_json() {
    Manifest manifest =
        ManifestReader.read(
            "a.json",
            """

            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b"}}
            """
                .getBytes(StandardCharsets.UTF_8));

    assertThat(keys(manifest)).containsExactly("default/a", "default/b");
    assertThat(manifest.objects()).extracting(entry -> entry.place().line()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "# comment\n", "---\n---\n", "\uFEFF"})
  void finds_nothing_in_a_file_that_says_nothing(String text) {
    assertThat(read(text)).isEqualTo(new Manifest(List.of(), List.of(), true));
  }

  @Test
  void resolves_anchors_and_merges() throws UnreadableFileException {
    JsonNode json =
        YamlDocuments.read("base: &b {a: 1, b: 2}\nuse: {<<: *b, b: 3}\nagain: *b\n")
            .get(0)
            .content();

    assertThat(json)
        .hasToString(
            "{\"base\":{\"a\":1,\"b\":2},\"use\":{\"b\":3,\"a\":1},\"again\":{\"a\":1,\"b\":2}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yes | true",
        "Off | false",
        "y | \"y\"",
        "5 | 5",
        "-0x1F | -31",
        "0o17 | 15",
        "017 | 15",
        "08 | 8",
        "1.5 | 1.5",
        "1e3 | 1E+3",
        "12:30 | \"12:30\"",
        "2026-01-31 | \"2026-01-31\"",
        "~ | null",
        "`` | null",
        "'5' | \"5\"",
        "!!str 5 | \"5\"",
        ".inf | \".inf\"",
        "1_000 | \"1_000\"",
      })
  void takes_scalars_for_what_kubectl_takes_them(String yaml, String json) throws Exception {
    assertThat(YamlDocuments.read("a: " + yaml).get(0).content().get("a")).hasToString(json);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: [1 | The file is not YAML at line 1, column 6",
        "a: b: c | The file is not YAML at line 1, column 5",
        "a: *b | The file is not YAML at line 1, column 4",
        "a: 1\\na: 2 | The file has a key twice at line 2, column 1",
        "? [a]\\n: b | The file has a key that is not text at line 1, column 3",
        "a: !!python/name:os.system x | The file is not YAML at line 1, column 4",
        "a: !custom x | The file has a tag that Kubernetes' objects do not have at line 1, column 4",
        "a: !custom {b: c} | The file has a tag that Kubernetes' objects do not have at line 1, column 4",
        "a: !!binary eA== | The file has a tag that Kubernetes' objects do not have at line 1, column 4",
        "a: !!set {b} | The file has a tag that Kubernetes' objects do not have at line 1, column 4",
        "a: !!int x | The file has text where its tag says a number at line 1, column 4",
        "a: &a [*a] | The file is nested, or repeats itself, beyond reason at line 1, column 4",
        "a: \u0001b | The file has a character that YAML does not allow at about line 1",
      })
  void says_in_its_own_words_what_is_not_yaml(String yaml, String problem) {
    Manifest manifest = read(yaml.replace("\\n", "\n"));

    assertThat(manifest.complete()).isFalse();
    assertThat(manifest.objects()).isEmpty();
    assertThat(manifest.findings())
        .containsExactly(
            new Finding(
                FindingCode.FILE_UNREADABLE,
                Severity.ERROR,
                Place.file("a.yaml"),
                problem + ": what the file held before, if anything, stays in service.",
                "Correct the file there, or a little above."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": | The file is not JSON, or has a key twice, at line 1, column 6",
        "{\"a\": 1, \"a\": 2} | The file is not JSON, or has a key twice, at line 1, column 13",
        "a: 1 | The file is not JSON, or has a key twice, at line 1, column 1",
      })
  void says_in_its_own_words_what_is_not_json(String json, String problem) {
    Manifest manifest = ManifestReader.read("a.json", json.getBytes(StandardCharsets.UTF_8));

    assertThat(manifest.findings())
        .singleElement()
        .extracting(Finding::sentence)
        .asString()
        .startsWith(problem);
  }

  @Test
  void does_not_read_what_is_not_utf_8() {
    Manifest manifest = ManifestReader.read("a.yaml", new byte[] {'a', ':', ' ', (byte) 0xFF});

    assertThat(manifest.findings())
        .singleElement()
        .extracting(Finding::sentence)
        .asString()
        .startsWith("The file is not text in UTF-8: ");
  }

  @Test
  void does_not_read_a_file_that_is_too_large() {
    Manifest manifest = ManifestReader.read("a.yaml", new byte[ManifestReader.MAX_BYTES + 1]);

    assertThat(manifest.findings())
        .singleElement()
        .extracting(Finding::sentence)
        .asString()
        .startsWith("The file is larger than 16 MiB: ");
  }

  static List<String> bombs() {
    String aliases =
        "a0: &a0 [x, x]\n"
            + IntStream.range(1, 30)
                .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1))
                .collect(Collectors.joining());
    String few =
        "a0: &a0 [x, x]\n"
            + IntStream.range(1, 24)
                .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1))
                .collect(Collectors.joining());
    String merges =
        "a0: &a0 {x0: x}\n"
            + IntStream.range(1, 24)
                .mapToObj(
                    i -> "a%d: &a%d {<<: [*a%d, *a%d], x%d: y}\n".formatted(i, i, i - 1, i - 1, i))
                .collect(Collectors.joining());
    return List.of(
        aliases, few, merges, "[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void is_not_blown_up(String yaml) {
    Manifest manifest = read(yaml);

    assertThat(manifest.objects()).isEmpty();
    assertThat(manifest.complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{apiVersion: v1} | The document at line 1 has no apiVersion and kind: it is ignored.",
        "{kind: Secret} | The document at line 1 has no apiVersion and kind: it is ignored.",
        "[a] | The document at line 1 has no apiVersion and kind: it is ignored.",
        "text | The document at line 1 has no apiVersion and kind: it is ignored.",
        "{apiVersion: v1, kind: Secret} | The Secret at line 1 has no name: it is ignored.",
        "{apiVersion: v1, kind: Secret, metadata: {name: 5}} | The Secret at line 1 has no name: it is ignored.",
      })
  void ignores_only_the_document_that_names_nothing(String document, String said) {
    Manifest manifest = read(document + "\n---\n" + SECRET.formatted("a"));

    assertThat(keys(manifest)).containsExactly("default/a");
    assertThat(manifest.complete()).isFalse();
    assertThat(manifest.findings()).extracting(Finding::sentence).containsExactly(said);
  }

  @Test
  void is_quiet_about_other_kinds_and_loud_about_those_a_gateway_would_obey() {
    Manifest manifest =
        read(
            """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}
            --- {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}
            --- {apiVersion: networking.istio.io/v1, kind: ProxyConfig, metadata: {name: c}}
            """);

    assertThat(manifest.complete()).isTrue();
    assertThat(manifest.findings())
        .extracting(
            finding -> finding.severity() + " " + finding.code().id() + " " + finding.sentence())
        .containsExactly(
            "INFO unsupported-kind 2 objects of kind apps/v1 Deployment are ignored: Gatehouse does"
                + " not read this kind.",
            "WARNING unsupported-kind 1 object of kind networking.istio.io/v1 ProxyConfig is"
                + " ignored: Gatehouse does not read this kind.");
  }

  @Test
  void tells_the_file_in_what_it_says_of_an_object() {
    Manifest manifest =
        read(
            "\n\n{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g}, spec: {}}");

    assertThat(manifest.objects().get(0).parsed().findings())
        .extracting(Finding::sentence)
        .containsExactly("servers is empty: the Gateway listens on nothing (a.yaml, line 3).");
  }

  /** A manifest whose key lost its indentation halfway. */
  @Test
  void never_shows_a_piece_of_a_key() {
    for (String broken :
        List.of(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  tls.key: |\n    -----BEGIN\n    MIIEs3cret\nMIIEs3cret+/=\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  tls.key: 's3cret\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  tls.key: s3cret: s3cret\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  tls.key: s3cret\n  tls.key: s3cret\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  tls.key: !s3cret s3cret\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  tls.key: *s3cret\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: s3cret\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {tls.key: [s3cret]}\ns3cret: s3cret\n",
            "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"tls.key\": \"s3cret",
            "s3cret")) {
      assertThat(read(broken).toString()).doesNotContain("s3cret");
      assertThat(ManifestReader.read("a.json", broken.getBytes(StandardCharsets.UTF_8)).toString())
          .doesNotContain("s3cret");
    }
  }

  @Test
  void keeps_the_lines_of_a_block() {
    Manifest manifest =
        read(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: a}
            stringData:
              tls.crt: |
                -----BEGIN CERTIFICATE-----
                MIIB
                -----END CERTIFICATE-----
            """);

    Secret secret = (Secret) manifest.objects().get(0).parsed().resource().orElseThrow();
    assertThat(secret.data().get("tls.crt"))
        .isEqualTo(
            SecretBytes.of(
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private static Manifest read(String yaml) {
    return ManifestReader.read("a.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> keys(Manifest manifest) {
    return manifest.objects().stream()
        .map(Manifest.Entry::key)
        .map(ObjectKey::name)
        .map(Object::toString)
        .toList();
  }
}
