package io.gatehouse.pipeline.derive;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.Credentials;
import io.gatehouse.pipeline.derive.Dependency.OnCredential;
import io.gatehouse.translate.istio.CredentialLookup;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Remembers which credentials were asked for, and which were looked at. */
final class RecordingCredentials implements CredentialLookup {

  private final Credentials credentials;
  private final Set<CredentialKey> ofServers;
  private final Set<CredentialKey> asked = new HashSet<>();
  private final Set<Dependency> dependencies = new HashSet<>();

  /**
   * @param ofServers what servers ask for; that one of these comes or goes is a change of it
   */
  RecordingCredentials(Credentials credentials, Set<CredentialKey> ofServers) {
    this.credentials = credentials;
    this.ofServers = ofServers;
  }

  Set<CredentialKey> asked() {
    return asked;
  }

  Set<Dependency> dependencies() {
    return dependencies;
  }

  @Override
  public Optional<CredentialStatus> ask(CredentialKey key) {
    asked.add(key);
    dependencies.add(new OnCredential(key));
    return credentials.get(key);
  }

  @Override
  public boolean isServers(CredentialKey key) {
    dependencies.add(new OnCredential(key));
    return ofServers.contains(key);
  }
}
