package io.gatehouse.translate;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.istio.BindingFindings;
import io.gatehouse.translate.istio.GatewayTranslation;
import io.gatehouse.translate.istio.SelectorFindings;
import io.gatehouse.view.ObjectView;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The entry to translation: same input, same output, whatever the order of events. */
public final class Translator {

  private final TranslationOptions options;

  public Translator(TranslationOptions options) {
    this.options = options;
  }

  /** The credentials that servers of {@code group} ask for, in the group's namespace. */
  public Set<CredentialKey> credentialsOf(ObjectView view, ProxyGroup group) {
    return GatewayTranslation.credentialsOf(view, group);
  }

  /** What {@code group} is served. */
  public Translation translate(ObjectView view, Credentials credentials, ProxyGroup group) {
    Findings findings = new Findings();
    GatewayModel model =
        new GatewayTranslation(
                view, group, options.clusterDomain(), options.allowLocalEndpoints(), findings)
            .translate(credentials);
    return new Translation(model, findings.sorted());
  }

  /**
   * What no translation for one group can say: Gateways that select no proxy, VirtualServices that
   * no Gateway has a host for. Sorted.
   *
   * @param groups all groups of proxies, connected or declared
   */
  public List<Finding> bindingFindings(ObjectView view, Collection<ProxyGroup> groups) {
    return Stream.concat(
            SelectorFindings.of(view, groups).stream(), BindingFindings.of(view).stream())
        .sorted()
        .toList();
  }
}
