package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.Verdict;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.translate.common.Words;
import java.util.Optional;

/**
 * Why a credential is not in service.
 *
 * @param source the object that has it, or should
 */
record CredentialProblem(Verdict verdict, Origin source) {

  /**
   * @param status empty where nothing is known of it
   */
  static CredentialProblem of(CredentialKey key, Optional<CredentialStatus> status) {
    return new CredentialProblem(
        status.map(CredentialStatus::verdict).orElse(Verdict.MISSING),
        status
            .map(CredentialStatus::source)
            .orElseGet(() -> new ObjectKey(Kind.SECRET, key.secret()).origin()));
  }

  /** The end of a sentence that names the credential. */
  String where(String namespace) {
    return ", looked up in namespace "
        + Words.shown(namespace)
        + " (that of the proxies), and "
        + source.kind()
        + " "
        + Words.shown(new ObjectName(source.namespace(), source.name()))
        + " "
        + words()
        + ".";
  }

  private String words() {
    return switch (verdict) {
      case MISSING -> "does not exist";
      case WRONG_KEYS -> "has none of the keys for it";
      case EMPTY -> "has nothing under the keys for it";
      case UNREADABLE -> "cannot be read as PEM";
      case KEY_MISMATCH -> "holds a key that is not its certificate's";
      case REFUSED -> "holds what Envoy does not take";
      case NOT_ALLOWED -> "may not be read by these proxies";
      case VALID, EXPIRED, NOT_YET_VALID -> "is not in service yet";
    };
  }

  FindingCode code() {
    return switch (verdict) {
      case MISSING, VALID -> FindingCode.CREDENTIAL_MISSING;
      case WRONG_KEYS -> FindingCode.CREDENTIAL_WRONG_KEYS;
      case EMPTY -> FindingCode.CREDENTIAL_EMPTY;
      case UNREADABLE -> FindingCode.CREDENTIAL_UNREADABLE;
      case KEY_MISMATCH -> FindingCode.CREDENTIAL_KEY_MISMATCH;
      case REFUSED -> FindingCode.CREDENTIAL_REFUSED;
      case EXPIRED -> FindingCode.CREDENTIAL_EXPIRED;
      case NOT_YET_VALID -> FindingCode.CREDENTIAL_NOT_YET_VALID;
      case NOT_ALLOWED -> FindingCode.CREDENTIAL_NOT_ALLOWED;
    };
  }
}
