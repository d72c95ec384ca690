package io.gatehouse.credential;

import io.gatehouse.resource.core.SecretBytes;
import java.nio.charset.StandardCharsets;

/** Says what is in a value in which no PEM block was found, for the mistakes that people make. */
enum PemDiagnosis {
  BYTE_ORDER_MARK(
      "begins with a byte order mark, so that its first line does not count",
      "Save the file as UTF-8 without a byte order mark and create the Secret again."),
  DER(
      "is binary (DER), not PEM",
      "Convert the file with openssl (`-inform DER -outform PEM`) and create the Secret again."),
  ENCODED_TWICE(
      "is base64 of base64",
      "Encode the file once only, or write it under `stringData`, or let kubectl do it."),
  NOT_AT_LINE_START(
      "has a BEGIN line that does not begin at the start of a line, or that does not end there",
      "Write BEGIN and END lines on lines of their own, without anything before or after them."),
  NOTHING_LIKE_PEM(
      "is not PEM or has nothing of that kind in it",
      "Create the Secret again from a PEM file, which begins with a line `-----BEGIN ...-----`.");

  private final String sentence;
  private final String remedy;

  PemDiagnosis(String sentence, String remedy) {
    this.sentence = sentence;
    this.remedy = remedy;
  }

  /** Looks at the content; no part of it is ever shown. */
  static PemDiagnosis of(SecretBytes content) {
    byte[] bytes = content.toByteArray();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean hasBlock = text.contains("-----BEGIN ");
    if (hasBlock && text.startsWith("\u00ef\u00bb\u00bf")) {
      return BYTE_ORDER_MARK;
    }
    if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
      return BYTE_ORDER_MARK;
    }
    if (text.startsWith("0\u0082")) {
      return DER;
    }
    if (text.startsWith("LS0tLS1CRUdJTi")) {
      return ENCODED_TWICE;
    }
    return hasBlock && text.split("-----BEGIN ", 2)[1].contains("-----")
        ? NOT_AT_LINE_START
        : NOTHING_LIKE_PEM;
  }

  /**
   * @param wanted what was looked for, for example {@code certificate}
   */
  Rejection nothingFound(String wanted) {
    return new Rejection(Verdict.UNREADABLE, "holds no " + wanted + ": it " + sentence, remedy);
  }
}
