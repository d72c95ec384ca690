package io.gatehouse.credential;

import io.gatehouse.resource.core.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Says why in a value no PEM block of the wanted kind was found, for the mistakes people make. */
enum PemDiagnosis {
  UTF_16(
      "it is UTF-16 text",
      "Save the file as UTF-8 and create the Secret again.",
      text -> text.startsWith("\u00ff\u00fe") || text.contains("B\0E\0G\0I\0N")),
  BYTE_ORDER_MARK(
      "it begins with a byte order mark, so that its first line does not count",
      "Save the file as UTF-8 without a byte order mark and create the Secret again.",
      text -> text.startsWith("\u00ef\u00bb\u00bf-----BEGIN ")),
  DER(
      "it is binary (DER), not PEM",
      "Convert the file with openssl (`-inform DER -outform PEM`) and create the Secret again.",
      text -> text.startsWith("0\u0082")),
  ENCODED_TWICE(
      "it is base64 of base64",
      "Encode the file once only, or write it under `stringData`, or let kubectl do it.",
      text -> text.startsWith("LS0tLS1CRUdJTi")),
  NEWLINES_WRITTEN_OUT(
      "its line breaks are written out as \\n",
      "Put real line breaks into the file and create the Secret again.",
      text -> text.contains("-----\\n")),
  NOT_AT_LINE_START(
      "its BEGIN line does not begin at the start of a line or does not end there",
      "Write BEGIN and END lines on lines of their own, without anything before or after them.",
      text -> text.contains("-----BEGIN ")),
  NOT_PEM(
      "it is not PEM",
      "Create the Secret again from a PEM file, which begins with a line `-----BEGIN ...-----`.",
      text -> true);

  private static final String LABEL = "[A-Z0-9 ]{1,40}";

  private final String sentence;
  private final String remedy;
  private final Predicate<String> applies;

  PemDiagnosis(String sentence, String remedy, Predicate<String> applies) {
    this.sentence = sentence;
    this.remedy = remedy;
    this.applies = applies;
  }

  /**
   * @param wanted what was looked for, for example {@code certificate}
   * @param labels of the blocks that were found; of the content nothing else is ever shown
   */
  static Rejection nothingFound(String wanted, SecretBytes content, Collection<String> labels) {
    String text = new String(content.toByteArray(), StandardCharsets.ISO_8859_1);
    String holdsNone = "holds no " + wanted;
    if (labels.isEmpty()) {
      PemDiagnosis diagnosis =
          Arrays.stream(values()).filter(each -> each.applies.test(text)).findFirst().orElseThrow();
      return new Rejection(
          Verdict.UNREADABLE, holdsNone + ": " + diagnosis.sentence, diagnosis.remedy);
    }
    boolean showable = labels.stream().allMatch(label -> label.matches(LABEL));
    return new Rejection(
        Verdict.UNREADABLE,
        holdsNone
            + ", only "
            + (showable ? String.join(", ", new TreeSet<>(labels)) : "blocks of another kind"),
        "Put a " + wanted + " there; see that the files were not swapped.");
  }
}
