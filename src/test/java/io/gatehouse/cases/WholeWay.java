package io.gatehouse.cases;

import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialObjects;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.Proxy;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.testing.Translation;
import io.gatehouse.view.ObjectView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** From manifests to what the one declared group of proxies is served. */
final class WholeWay {

  /** Within the validity of the tests' certificates. */
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private WholeWay() {}

  static Outcome of(List<Parsed> parsed) {
    List<Resource> resources =
        parsed.stream().map(Parsed::resource).flatMap(Optional::stream).toList();
    ObjectView view = ObjectView.of(resources);
    List<ProxyGroup> groups = view.proxies().stream().map(Proxy::group).distinct().toList();
    if (groups.size() != 1) {
      throw new IllegalArgumentException("a case has one group of proxies, not " + groups);
    }
    Credentials credentials =
        CredentialStore.assess(
            Translation.credentialsAsked(resources, groups.get(0)),
            new CredentialObjects(view::secret, view::configMap),
            NOW);
    Translation translation = Translation.of(resources, asked -> credentials, groups.get(0));
    List<Finding> findings =
        Stream.of(
                parsed.stream().map(Parsed::findings).flatMap(Collection::stream),
                credentials.all().stream().flatMap(status -> status.findings().stream()),
                translation.findings().stream(),
                Translation.reachFindings(resources, groups).stream())
            .flatMap(all -> all)
            .distinct()
            .sorted()
            .toList();
    return new Outcome(translation.model(), contents(credentials), findings);
  }

  private static SortedMap<String, Content> contents(Credentials credentials) {
    SortedMap<String, Content> contents = new TreeMap<>();
    for (CredentialStatus status : credentials.all()) {
      status.content().ifPresent(content -> contents.put(status.key().sdsName(), content));
    }
    return contents;
  }
}
