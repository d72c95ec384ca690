package io.gatehouse.translate;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.view.ObjectView;
import java.util.List;
import java.util.Set;

/** The entry to translation: same input, same output, whatever the order of events. */
public final class Translator {

  private final TranslationOptions options;

  public Translator(TranslationOptions options) {
    this.options = options;
  }

  /** The credentials that servers of {@code group} ask for, in the group's namespace. */
  public Set<CredentialKey> credentialsOf(ObjectView view, ProxyGroup group) {
    throw new UnsupportedOperationException();
  }

  /** What {@code group} is served. */
  public Translation translate(ObjectView view, Credentials credentials, ProxyGroup group) {
    throw new UnsupportedOperationException();
  }

  /** A finding for each Gateway that selects none of {@code groups}. */
  public List<Finding> unselectedGateways(ObjectView view, Set<ProxyGroup> groups) {
    throw new UnsupportedOperationException();
  }
}
