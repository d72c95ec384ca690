package io.gatehouse.credential;

import static io.gatehouse.credential.VerdictRow.pair;

import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.Pem;
import io.gatehouse.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Hex;

/** PEM as editors, scripts and copying by hand leave it. */
final class PemRows {

  private static final IssuedCertificate RSA = TestKeys.named("rsa-a");
  private static final String CRT = RSA.certificatePem();
  private static final String KEY = RSA.keyPem();
  private static final String BOM = "\u00ef\u00bb\u00bf";

  private PemRows() {}

  static List<VerdictRow> all() throws Exception {
    return Stream.of(nothing(), lines(), surroundings(), widths(), labels(), headers())
        .flatMap(List::stream)
        .toList();
  }

  private static VerdictRow crt(String what, String certificate) {
    return pair(what, certificate, KEY);
  }

  private static VerdictRow key(String what, String key) {
    return pair(what, CRT, key);
  }

  private static List<VerdictRow> nothing() throws Exception {
    return List.of(
        crt("no certificate", ""),
        key("no key", ""),
        crt("white space for a certificate", " \n\n"),
        key("white space for a key", "\n"),
        crt("invalid certificate", "invalid"),
        key("invalid key", "invalid"),
        crt(
            "certificate in DER",
            new String(RSA.certificate().getEncoded(), StandardCharsets.ISO_8859_1)),
        crt(
            "base64 of PEM",
            Base64.getEncoder().encodeToString(CRT.getBytes(StandardCharsets.US_ASCII))));
  }

  private static List<VerdictRow> lines() {
    return List.of(
        pair("CRLF", CRT.replace("\n", "\r\n"), KEY.replace("\n", "\r\n")),
        crt("CR alone in the certificate", CRT.replace('\n', '\r')),
        key("CR alone in the key", KEY.replace('\n', '\r')),
        pair("white space at line ends", CRT.replace("\n", " \t\n"), KEY.replace("\n", "  \n")),
        crt("indented certificate", "  " + CRT.replace("\n", "\n  ")),
        key("indented key", "  " + KEY.replace("\n", "\n  ")),
        crt("indented base64", CRT.replace("\nM", "\n  M")),
        crt("indented BEGIN", " " + CRT),
        pair("no newline at the end", CRT.strip(), KEY.strip()),
        crt("a blank line after BEGIN", CRT.replaceFirst("\n", "\n\n")),
        crt("a blank line before END", CRT.replace("\n-----END", "\n\n-----END")),
        crt("a blank line in the middle", CRT.substring(0, 93) + "\n" + CRT.substring(93)),
        crt("all on one line", CRT.replace("\n", "")),
        crt("all on one line with blanks", CRT.replace('\n', ' ')),
        crt("newlines written as \\n", CRT.replace("\n", "\\n")),
        crt("END at the end of a line", CRT.replace("\n-----END", "-----END")),
        crt("END and BEGIN on one line", CRT.strip() + CRT));
  }

  private static List<VerdictRow> surroundings() {
    return List.of(
        crt("byte order mark before the certificate", BOM + CRT),
        key("byte order mark before the key", BOM + KEY),
        crt("byte order mark on a line of its own", BOM + "\n" + CRT),
        crt("byte order mark before the first of two", BOM + CRT + CRT),
        crt(
            "UTF-16",
            new String(CRT.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1)),
        pair("text before", "subject=CN\n\n" + CRT, "Bag Attributes\n" + KEY),
        pair("text behind", CRT + "end", KEY + "end\n"),
        crt("text between", CRT + "issuer=CN\n" + CRT),
        crt("NUL bytes behind", CRT + "\0\0"),
        crt("a NUL byte before", "\0" + CRT),
        crt("a NUL byte within", CRT.substring(0, 200) + "\0" + CRT.substring(200)),
        crt("a BEGIN line behind that is none", CRT + "-----BEGIN CERTIFICATE\nx"));
  }

  /** Lines longer than the reader's buffer (254), of just its length, and short ones. */
  private static List<VerdictRow> widths() {
    return Stream.of(1, 4, 60, 76, 252, 253, 254, 506, 759, 10000)
        .map(width -> crt("certificate in lines of " + width, wide(width)))
        .toList();
  }

  private static String wide(int width) {
    String base64 = CRT.replaceAll("-----.*", "").replace("\n", "");
    return "-----BEGIN CERTIFICATE-----\n"
        + base64.replaceAll("(.{" + width + "})", "$1\n").strip()
        + "\n-----END CERTIFICATE-----\n";
  }

  private static List<VerdictRow> labels() throws Exception {
    String trusted = CRT.replace("CERTIFICATE", "TRUSTED CERTIFICATE");
    String old = CRT.replace("CERTIFICATE", "X509 CERTIFICATE");
    byte[] der = RSA.certificate().getEncoded();
    String settings =
        Pem.block("TRUSTED CERTIFICATE", concat(der, Hex.decode("300c300a06082b06010505070301")));
    String noSettings = Pem.block("TRUSTED CERTIFICATE", concat(der, new byte[2]));
    return List.of(
        crt("X509 CERTIFICATE", old),
        crt("X509 CERTIFICATE as the second", CRT + old),
        crt("TRUSTED CERTIFICATE", trusted),
        crt("TRUSTED CERTIFICATE as the second", CRT + trusted),
        crt("TRUSTED CERTIFICATE with settings", settings),
        crt("TRUSTED CERTIFICATE with other bytes behind it", noSettings),
        crt("another block before", block("CERTIFICATE REQUEST", "MAA=") + CRT),
        crt("a damaged block of another kind behind", CRT + block("X", "*")),
        crt("an empty block of another kind behind", CRT + "-----BEGIN X-----\n-----END X-----\n"),
        crt("an unfinished block behind", CRT + "-----BEGIN CERTIFICATE-----\nMIIB\n"),
        crt("a label in small letters", CRT.replace("CERTIFICATE", "certificate")),
        crt("another label at END", CRT.replace("END CERTIFICATE", "END X")),
        crt("a dash too many at END", CRT.replace("END CERTIFICATE-", "END CERTIFICATE--")),
        crt("a dash too few at END", CRT.replace("END CERTIFICATE-", "END CERTIFICATE")),
        crt("a dash too many at BEGIN", CRT.replace("BEGIN CERTIFICATE-", "BEGIN CERTIFICATE--")),
        crt("text behind BEGIN", CRT.replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE----- x")),
        crt("text behind END", CRT.strip() + " x"));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static String block(String label, String base64) {
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static List<VerdictRow> headers() {
    return List.of(
        crt("a header in the certificate", header(CRT, "Comment: x\n\n")),
        crt("a header without a blank line", header(CRT, "Comment: x\n")),
        key("a header in the key", header(KEY, "Key-Alg: RSA\n\n")),
        key("a header that says not encrypted", header(KEY, "Proc-Type: 4,CLEAR\n\n")),
        crt("padding left out", CRT.replace("=", "")),
        crt("padding too long", CRT.replace("\n-----END", "=\n-----END")),
        crt("a letter too many", CRT.replace("\n-----END", "A\n-----END")),
        crt("base64 for URLs", CRT.replace('+', '-').replace('/', '_')));
  }

  private static String header(String pem, String header) {
    return pem.replaceFirst("-----\n", "-----\n" + header);
  }
}
