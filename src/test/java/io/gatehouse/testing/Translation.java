package io.gatehouse.testing;

import com.google.common.collect.Sets;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.pipeline.derive.Dependency;
import io.gatehouse.pipeline.derive.Dependency.OnCredential;
import io.gatehouse.pipeline.derive.FindingCounts;
import io.gatehouse.pipeline.derive.GroupDerivation;
import io.gatehouse.pipeline.derive.ObjectChanges;
import io.gatehouse.pipeline.derive.ReachDerivation;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.translate.common.TranslationOptions;
import io.gatehouse.translate.istio.Bindings;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Objects translated from nothing, for one group of proxies. */
public record Translation(GatewayModel model, List<Finding> findings) {

  private static final Translator TRANSLATOR =
      new Translator(new TranslationOptions("cluster.local", false));

  /**
   * @param credentials of the keys that servers and clusters ask for
   */
  public static Translation of(
      Collection<? extends Resource> objects,
      Function<Set<CredentialKey>, Credentials> credentials,
      ProxyGroup group) {
    ObjectView view = ObjectView.of(objects);
    Bindings bindings = new Bindings();
    Set<Dependency> changed = changes(objects, bindings);
    FindingCounts findings = new FindingCounts();
    GroupDerivation derivation = new GroupDerivation(TRANSLATOR, group, findings);
    derivation.plan(view, changed);
    GroupDerivation.Changes made = update(derivation, view, bindings, credentials, changed);
    GatewayModel model =
        new GatewayModel(
            all(made.listeners(), derivation::listener),
            all(made.routeConfigurations(), derivation::routeConfiguration),
            derivation.clusters().get(),
            derivation.endpoints().get(),
            derivation.credentials().get());
    return new Translation(model, findings.sorted());
  }

  /** Clusters ask for credentials when they are made, so that they are made again then. */
  private static GroupDerivation.Changes update(
      GroupDerivation derivation,
      ObjectView view,
      Bindings bindings,
      Function<Set<CredentialKey>, Credentials> credentials,
      Set<Dependency> changed) {
    Set<CredentialKey> asked = derivation.credentialsAsked();
    GroupDerivation.Changes made =
        derivation.update(view, bindings, credentials.apply(asked), changed);
    if (!derivation.asksOthers()) {
      return made;
    }
    Set<Dependency> others =
        Sets.difference(derivation.credentialsAsked(), asked).stream()
            .map(OnCredential::new)
            .collect(Collectors.toSet());
    GroupDerivation.Changes again =
        derivation.update(view, bindings, credentials.apply(derivation.credentialsAsked()), others);
    return GroupDerivation.Changes.all(List.of(made, again));
  }

  /** What is said of Gateways and VirtualServices whoever is served them. */
  public static List<Finding> reachFindings(
      Collection<? extends Resource> objects, Collection<ProxyGroup> groups) {
    Bindings bindings = new Bindings();
    Set<Dependency> changed = changes(objects, bindings);
    FindingCounts findings = new FindingCounts();
    new ReachDerivation(TRANSLATOR, bindings, findings)
        .update(ObjectView.of(objects), groups, changed);
    return findings.sorted();
  }

  /** Where the objects meet. */
  public static Bindings bindings(Collection<? extends Resource> objects) {
    Bindings bindings = new Bindings();
    changes(objects, bindings);
    return bindings;
  }

  /** The credentials that servers of {@code group} ask for. */
  public static Set<CredentialKey> credentialsAsked(
      Collection<? extends Resource> objects, ProxyGroup group) {
    GroupDerivation derivation = new GroupDerivation(TRANSLATOR, group, new FindingCounts());
    derivation.plan(ObjectView.of(objects), Set.of());
    return derivation.credentialsAsked();
  }

  private static Set<Dependency> changes(
      Collection<? extends Resource> objects, Bindings bindings) {
    ObjectChanges changes = new ObjectChanges(bindings);
    objects.forEach(object -> changes.add(object.key(), Optional.empty(), Optional.of(object)));
    return changes.take();
  }

  private static <R> List<R> all(Set<String> names, Function<String, Optional<R>> get) {
    return names.stream().sorted().map(get).flatMap(Optional::stream).toList();
  }
}
