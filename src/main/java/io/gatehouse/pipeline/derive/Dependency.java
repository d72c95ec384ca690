package io.gatehouse.pipeline.derive;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.translate.istio.Bindings.GatewayHost;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Something that a derived value depends on, or that is derived because of it. */
public sealed interface Dependency {

  /** An object, or that there is none. */
  record OnObject(ObjectKey key) implements Dependency {

    /** The names of the objects of a kind among {@code dependencies}. */
    public static List<ObjectName> names(Collection<Dependency> dependencies, Kind kind) {
      return keys(dependencies, Set.of(kind)).stream().map(ObjectKey::name).toList();
    }

    /** The objects of some kinds among {@code dependencies}. */
    public static List<ObjectKey> keys(Collection<Dependency> dependencies, Set<Kind> kinds) {
      return dependencies.stream()
          .filter(OnObject.class::isInstance)
          .map(object -> ((OnObject) object).key())
          .filter(key -> kinds.contains(key.kind()))
          .toList();
    }
  }

  /** Which slices a Service has, and what is in them. */
  record OnSlices(ObjectName service) implements Dependency {}

  /** Which Services a namespace has, and what is in them. */
  record OnServicesIn(String namespace) implements Dependency {}

  /** Which Services of that name there are. */
  record OnServicesNamed(String name) implements Dependency {}

  /** Which ServiceEntries list a host, and what is in them. */
  record OnEntries(String host) implements Dependency {}

  /** Which objects of a kind a namespace has with a label, and what is in them. */
  record OnLabelled(Kind kind, String namespace, String label, String value)
      implements Dependency {}

  /** Which DestinationRules of that host there are, and what is in them. */
  record OnDestinationRules(String host) implements Dependency {}

  /** Which Pods have that address, and what is in them. */
  record OnPodsAt(String address) implements Dependency {}

  /** Which VirtualServices are bound to a host of a Gateway. */
  record OnBound(GatewayHost host) implements Dependency {}

  /** Which hosts of Gateways a VirtualService meets. */
  record OnReach(ObjectName virtualService) implements Dependency {}

  record OnCredential(CredentialKey key) implements Dependency {}

  /** The routes of a VirtualService, which are derived themselves. */
  record OnRoutes(ObjectName virtualService) implements Dependency {}

  /** Things that are looked at as a whole. */
  enum OnAll implements Dependency {
    GATEWAYS,
    GROUPS,
    /** The policies that would guard the group's hosts. */
    GUARDS
  }

  /** A cluster that is named, so that it has to be there. */
  record NamesCluster(String name) implements Dependency {}

  /** A credential that is asked for, so that it has to be looked at. */
  record AsksCredential(CredentialKey key) implements Dependency {}

  /** A credential that is named, so that it has to be there. */
  record NamesCredential(CredentialKey key) implements Dependency {}
}
