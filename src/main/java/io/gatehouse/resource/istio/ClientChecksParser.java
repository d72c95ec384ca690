package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.Gateway.ClientChecks;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a server wants of clients' certificates beside that they verify. */
final class ClientChecksParser {

  /** SHA-256 in base64: 43 characters and one to fill up. */
  private static final Pattern SPKI = Pattern.compile("[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=");

  /** SHA-256 in hexadecimal, as openssl prints it or without the colons. */
  private static final Pattern HASH =
      Pattern.compile("[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}");

  private ClientChecksParser() {}

  static ClientChecks parse(Fields tls) {
    List<String> names = tls.texts("subjectAltNames");
    List<String> keys =
        hashes(tls, "verifyCertificateSpki", SPKI, "the SHA-256 of a public key in base64");
    List<String> certificates =
        hashes(tls, "verifyCertificateHash", HASH, "the SHA-256 of a certificate in hexadecimal");
    boolean skip = tls.flag("insecureSkipVerify");
    if (skip) {
      tls.part()
          .warn(
              FindingCode.INVALID_FIELD,
              tls.at("insecureSkipVerify"),
              "insecureSkipVerify lets in clients whose certificate does not verify; what it says of"
                  + " them is passed on in x-forwarded-client-cert all the same.",
              "Remove it unless the upstreams verify clients themselves.");
    }
    return new ClientChecks(
        names,
        keys,
        certificates.stream().map(hash -> hash.replace(":", "").toLowerCase(Locale.ROOT)).toList(),
        skip);
  }

  /** Without one that is wrong, less is let in; without all, everything would be. */
  private static List<String> hashes(Fields tls, String field, Pattern form, String what) {
    List<Value> given = tls.list(field);
    Part one = tls.part().inner("hash");
    List<String> hashes =
        given.stream()
            .map(value -> value.in(one))
            .flatMap(
                value ->
                    value.nonEmptyText().stream().filter(text -> isHash(value, text, form, what)))
            .toList();
    if (!given.isEmpty() && hashes.isEmpty()) {
      tls.part()
          .fail(
              FindingCode.INVALID_FIELD,
              tls.at(field),
              "none of the hashes in " + field + " can be used",
              "Write " + what + ", or remove the field to let in all whose certificate verifies.");
    }
    return hashes;
  }

  private static boolean isHash(Value value, String text, Pattern form, String what) {
    boolean is = form.matcher(text).matches();
    if (!is) {
      value.invalid("is not " + what, "Write " + what + ".");
    }
    return is;
  }
}
