package io.gatehouse.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys by name, the same in every run, so that fingerprints stay and no key is
 * committed. Valid from 2025-01-01 to 2045-01-01.
 *
 * <p>The name says all: {@code <type>-<ca>}, for example {@code rsa-a} (RSA 2048) or {@code ec-b}
 * (P-256), for {@code *.example.com}, issued by the CA of that name; {@code rsa2-a} is another.
 */
public final class TestKeys {

  public static final Instant NOT_BEFORE = Instant.parse("2025-01-01T00:00:00Z");
  public static final Instant NOT_AFTER = Instant.parse("2045-01-01T00:00:00Z");

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{(key|cert|ca|crl|ocsp):([a-z0-9-]+)}");
  private static final Map<String, IssuedCertificate> LEAVES = new ConcurrentHashMap<>();
  private static final Map<String, IssuedCertificate> AUTHORITIES = new ConcurrentHashMap<>();

  private TestKeys() {}

  /** The certificate {@code <type>-<ca>} and its key. */
  public static IssuedCertificate named(String name) {
    return LEAVES.computeIfAbsent(name, TestKeys::makeLeaf);
  }

  /** The CA of that name, self-signed, with a P-256 key. */
  public static IssuedCertificate ca(String name) {
    return AUTHORITIES.computeIfAbsent(name, TestKeys::makeCa);
  }

  /**
   * Replaces {@code ${key:NAME}}, {@code ${cert:NAME}}, {@code ${ca:NAME}}, {@code ${crl:CA}} (a
   * list that revokes serial number 7) and {@code ${ocsp:NAME}} (a response that the certificate is
   * good) by the base64 of their bytes, as {@code data} of a Secret wants it.
   */
  public static String resolve(String manifest) {
    return PLACEHOLDER
        .matcher(manifest)
        .replaceAll(
            match -> Matcher.quoteReplacement(base64(bytes(match.group(1), match.group(2)))));
  }

  private static byte[] bytes(String what, String name) {
    return switch (what) {
      case "key" -> utf8(named(name).keyPem());
      case "cert" -> utf8(named(name).certificatePem());
      case "ca" -> utf8(ca(name).certificatePem());
      case "crl" -> utf8(Revocations.list(ca(name), Optional.of(NOT_AFTER), 7));
      default -> Revocations.good(issuer(name), named(name), NOT_BEFORE, Optional.of(NOT_AFTER));
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static IssuedCertificate issuer(String leaf) {
    return ca(leaf.substring(leaf.indexOf('-') + 1));
  }

  private static IssuedCertificate makeCa(String name) {
    return Certificates.ca("ca-" + name)
        .seed("ca " + name)
        .key(KeyType.ec("P-256"))
        .valid(NOT_BEFORE, NOT_AFTER)
        .issue();
  }

  private static IssuedCertificate makeLeaf(String name) {
    return Certificates.leaf(name)
        .seed("leaf " + name)
        .key(name.startsWith("ec") ? KeyType.ec("P-256") : KeyType.rsa(2048))
        .issuedBy(issuer(name))
        .dnsNames("*.example.com")
        .valid(NOT_BEFORE, NOT_AFTER)
        .issue();
  }
}
