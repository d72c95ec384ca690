package io.gatehouse.e2e;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds pieces of private keys in a text, in whatever form they may have got there. Only what is
 * secret of a key counts: its modulus or its point is in the certificate too.
 */
final class KeySearch {

  /** Too long to be found by accident, and short enough for what libraries cut off after a line. */
  private static final int PIECE = 24;

  private static final int STEP = 8;

  private static final Pattern BLANK = Pattern.compile("\\s|\\\\[nrt]");

  private final Map<String, String> forms = new HashMap<>();

  /**
   * Looks for a key, from now on.
   *
   * @param name of the key, to be told
   * @param pem as it is given to Gatehouse
   */
  KeySearch add(String name, PrivateKey key, String pem) {
    String header = pem.substring(0, pem.indexOf('\n') + 1);
    String body = pem.substring(header.length(), pem.indexOf("-----END"));
    byte[] der = Base64.getMimeDecoder().decode(body);
    for (BigInteger number : secretNumbers(key)) {
      byte[] bytes = withoutSign(number);
      int start = indexOf(der, bytes);
      addForm(name + ": number in decimal", number.toString());
      addBytes(name + ": number", bytes);
      addText(
          name + ": PEM",
          body.substring(
              placeInBody((start + 2) / 3 * 4), placeInBody((start + bytes.length) / 3 * 4)));
    }
    return this;
  }

  /** Names of the keys and forms of which some piece occurs in {@code text}. */
  SortedSet<String> in(String text) {
    String dense = dense(text);
    SortedSet<String> found = new TreeSet<>();
    for (int i = 0; i + PIECE <= dense.length(); i++) {
      String form = forms.get(dense.substring(i, i + PIECE));
      if (form != null) {
        found.add(form);
      }
    }
    return found;
  }

  private static List<BigInteger> secretNumbers(PrivateKey key) {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return List.of(
          rsa.getPrivateExponent(),
          rsa.getPrimeP(),
          rsa.getPrimeQ(),
          rsa.getPrimeExponentP(),
          rsa.getPrimeExponentQ(),
          rsa.getCrtCoefficient());
    }
    return List.of(((ECPrivateKey) key).getS());
  }

  /** As a Secret holds it, as its manifest does, and as a dump of the messages with it would. */
  private void addText(String name, String text) {
    addForm(name, text);
    addBytes(name, text);
    for (String base64 : inBase64(ascii(text))) {
      addForm(name + " in base64", base64);
      addBytes(name + " in base64", base64);
      inBase64(ascii(base64)).forEach(twice -> addForm(name + " twice in base64", twice));
    }
  }

  private void addBytes(String name, String text) {
    addBytes(name, ascii(text));
  }

  private void addBytes(String name, byte[] bytes) {
    addForm(name + ", bytes in hex", HexFormat.of().formatHex(bytes));
    addForm(name + ", bytes in a list", Arrays.toString(bytes));
  }

  private void addForm(String name, String form) {
    String dense = dense(form);
    for (int i = 0; i + PIECE <= dense.length(); i += STEP) {
      forms.put(dense.substring(i, i + PIECE), name);
    }
  }

  /** Where it begins within its surroundings decides which of three forms it has. */
  private static List<String> inBase64(byte[] bytes) {
    return IntStream.range(0, 3)
        .mapToObj(from -> Arrays.copyOfRange(bytes, from, bytes.length - (bytes.length - from) % 3))
        .map(Base64.getEncoder()::encodeToString)
        .toList();
  }

  private static String dense(String text) {
    return BLANK.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /** PEM has 64 characters a line. */
  private static int placeInBody(int index) {
    return index + index / 64;
  }

  private static byte[] withoutSign(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static int indexOf(byte[] all, byte[] part) {
    return IntStream.rangeClosed(0, all.length - part.length)
        .filter(i -> Arrays.equals(all, i, i + part.length, part, 0, part.length))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the PEM is not that of the key"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
