package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.json.Fields;
import java.util.Optional;

/** The name of a Secret with a proxy's credential, which is looked up where the proxy runs. */
final class SecretName {

  private SecretName() {}

  /** The name; empty, with a finding, where it names a namespace too. */
  static Optional<String> read(Fields tls, String field, String name) {
    if (!name.contains("/")) {
      return Optional.of(name);
    }
    tls.part()
        .fail(
            FindingCode.INVALID_FIELD,
            tls.at(field),
            field + " has a slash, but is looked up by name in the proxies' namespace only",
            "Write the Secret's name alone, and put the Secret where the proxies run.");
    return Optional.empty();
  }
}
