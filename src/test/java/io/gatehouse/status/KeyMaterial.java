package io.gatehouse.status;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for the private key of {@link SeedBoard#CERTIFICATE} in any of the forms it may leak in.
 */
public final class KeyMaterial {

  private KeyMaterial() {}

  /** Names of the forms that occur in {@code text}; empty where the key is not in it. */
  public static List<String> in(String text) {
    String dense = text.replaceAll("\\s|\\\\n", "").toLowerCase(Locale.ROOT);
    return forms().entrySet().stream()
        .filter(form -> dense.contains(form.getValue().toLowerCase(Locale.ROOT)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, String> forms() {
    String pem = SeedBoard.CERTIFICATE.keyPem();
    byte[] der = SeedBoard.CERTIFICATE.keys().getPrivate().getEncoded();
    byte[] exponent =
        ((RSAPrivateKey) SeedBoard.CERTIFICATE.keys().getPrivate())
            .getPrivateExponent()
            .toByteArray();
    Map<String, String> forms = new TreeMap<>();
    forms.put("PEM label", "PRIVATEKEY-----");
    forms.put("PEM body", middle(pem.replaceAll("-----[^-]*-----|\\s", "")));
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = Arrays.copyOfRange(bytes, shift, bytes.length);
      forms.put("base64 of the PEM +" + shift, middle(Base64.getEncoder().encodeToString(shifted)));
    }
    forms.put("DER in hex", middle(HexFormat.of().formatHex(der)));
    forms.put("private exponent in hex", middle(HexFormat.of().formatHex(exponent)));
    forms.put("private exponent in decimal", middle(new BigInteger(exponent).toString()));
    return forms;
  }

  /** A part that is long enough to be no accident, and far from what is common to all keys. */
  private static String middle(String text) {
    int start = text.length() / 2;
    return text.substring(start, start + 40);
  }
}
