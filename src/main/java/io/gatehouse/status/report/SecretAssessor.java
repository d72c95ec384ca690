package io.gatehouse.status.report;

import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.resource.core.Secret;
import java.util.List;

/** Says what a Secret would be worth as a credential. */
@FunctionalInterface
public interface SecretAssessor {

  /**
   * @return a status for each half that it could be; at least one
   */
  List<CredentialStatus> assess(Secret secret);
}
