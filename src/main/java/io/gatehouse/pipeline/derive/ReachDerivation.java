package io.gatehouse.pipeline.derive;

import io.gatehouse.finding.Finding;
import io.gatehouse.pipeline.derive.Dependency.OnAll;
import io.gatehouse.pipeline.derive.Dependency.OnObject;
import io.gatehouse.pipeline.derive.Dependency.OnReach;
import io.gatehouse.pipeline.derive.Derivation.Made;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.translate.istio.Bindings;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the translation for no group can say: which Gateways select no proxy, which VirtualServices
 * meet no host of a Gateway, which ServiceEntries others stand before. Not thread safe.
 */
public final class ReachDerivation {

  private final Translator translator;
  private final Bindings bindings;
  private final Derivation<ObjectName, List<Finding>> ofGateways;
  private final Derivation<ObjectName, List<Finding>> ofVirtualServices;
  private final Derivation<ObjectName, List<Finding>> ofEntries;

  /**
   * @param findings where they go
   */
  public ReachDerivation(Translator translator, Bindings bindings, FindingCounts findings) {
    this.translator = translator;
    this.bindings = bindings;
    ofGateways = new Derivation<>(findings);
    ofVirtualServices = new Derivation<>(findings);
    ofEntries = new Derivation<>(findings);
  }

  /** Follows what has changed since the last call. */
  public void update(ObjectView view, Collection<ProxyGroup> groups, Set<Dependency> changed) {
    Set<ObjectName> gateways = ofGateways.dependentsOn(changed);
    Set<ObjectName> virtualServices = ofVirtualServices.dependentsOn(changed);
    gateways.addAll(OnObject.names(changed, Kind.GATEWAY));
    virtualServices.addAll(OnObject.names(changed, Kind.VIRTUAL_SERVICE));
    Set<ObjectName> entries = ofEntries.dependentsOn(changed);
    entries.addAll(OnObject.names(changed, Kind.SERVICE_ENTRY));
    ofGateways.update(gateways, name -> ofGateway(name, view, groups));
    ofVirtualServices.update(virtualServices, name -> ofVirtualService(name, view));
    ofEntries.update(entries, name -> ofEntry(name, view));
  }

  private Optional<Made<List<Finding>>> ofGateway(
      ObjectName name, ObjectView view, Collection<ProxyGroup> groups) {
    return view.gateway(name)
        .map(gateway -> translator.selectorFindings(gateway, groups))
        .map(findings -> new Made<>(findings, Set.of(OnAll.GROUPS), findings));
  }

  private Optional<Made<List<Finding>>> ofVirtualService(ObjectName name, ObjectView view) {
    return view.virtualService(name)
        .map(virtualService -> translator.bindingFindings(virtualService, bindings))
        .map(findings -> new Made<>(findings, Set.of(new OnReach(name)), findings));
  }

  private Optional<Made<List<Finding>>> ofEntry(ObjectName name, ObjectView view) {
    RecordingLookup objects = new RecordingLookup(view);
    return objects
        .serviceEntry(name)
        .map(entry -> translator.entryFindings(entry, objects))
        .map(findings -> new Made<>(findings, objects.dependencies(), findings));
  }

  /** How many functions were run since the beginning. */
  public long runs() {
    return ofGateways.runs() + ofVirtualServices.runs() + ofEntries.runs();
  }
}
