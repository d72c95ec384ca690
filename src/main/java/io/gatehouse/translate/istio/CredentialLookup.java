package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import java.util.Optional;

/** The credentials that clusters ask for, one by one, so that each answer can be depended on. */
public interface CredentialLookup {

  /** Asks for a credential; empty while nobody has looked at it yet. */
  Optional<CredentialStatus> ask(CredentialKey key);

  /** Whether a server asks for it. */
  boolean isServers(CredentialKey key);
}
