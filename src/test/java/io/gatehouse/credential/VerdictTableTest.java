package io.gatehouse.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testing.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.junit.jupiter.api.Test;

/**
 * The verdict and the sentence for each row, so that a change of one is seen without any Envoy;
 * {@code -Dgolden.update=true} writes them anew.
 */
class VerdictTableTest {

  private static final Path TABLE = Path.of("src/test/resources/credential/verdicts.txt");

  @Test
  void verdicts_are_as_written_down() throws Exception {
    String table =
        VerdictRows.ALL.stream().map(VerdictTableTest::line).collect(Collectors.joining());
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(TABLE, table);
    }

    assertThat(table).isEqualTo(Files.readString(TABLE));
  }

  private static String line(VerdictRow row) {
    Assessment assessment = row.assess();
    String sentence = row.isTakenWhole() ? "" : "\n    " + assessment.findings().get(0).sentence();
    return row + ": " + assessment.verdict().id() + sentence + "\n";
  }

  @Test
  void no_word_of_a_key_is_told() throws Exception {
    List<String> secrets = secretsOf(TestKeys.named("rsa-a").keys().getPrivate().getEncoded());

    for (VerdictRow row : VerdictRows.ALL) {
      String told =
          row.assess()
              + row.assess().findings().stream()
                  .flatMap(finding -> Stream.of(finding.sentence(), finding.remedy()))
                  .collect(Collectors.joining());
      assertThat(secrets).as(row.toString()).noneMatch(told::contains);
    }
  }

  /** Pieces of the PEM, the DER and the private exponent, as somebody might print them. */
  private static List<String> secretsOf(byte[] der) throws Exception {
    RSAPrivateKey key =
        RSAPrivateKey.getInstance(PrivateKeyInfo.getInstance(der).parsePrivateKey());
    return Stream.of(
            pieces(Base64.getEncoder().encodeToString(der)),
            pieces(HexFormat.of().formatHex(der)),
            pieces(key.getPrivateExponent().toString(16)),
            pieces(key.getPrivateExponent().toString()))
        .flatMap(pieces -> pieces)
        .toList();
  }

  private static Stream<String> pieces(String text) {
    return Arrays.stream(text.split("(?<=\\G.{16})")).filter(piece -> piece.length() == 16);
  }
}
