package io.gatehouse.status;

import io.gatehouse.xds.DeliveryListener;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs which Envoy asked for which resource, what it was sent, and whether it took it: secrets at
 * INFO, all else at DEBUG, refusals at WARN; one line each. A crowd of secrets, as an Envoy takes
 * them that comes anew, is one line with the first names, and one line each at DEBUG.
 */
public final class DeliveryLog implements DeliveryListener {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);

  /** More resources than this in one event are a crowd. */
  static final int CROWD = 20;

  /** What is not acknowledged yet, since an acknowledgement names no more than a version. */
  private record SecretSent(long stream, String name) {}

  private final Map<SecretSent, String> labels = new ConcurrentHashMap<>();

  @Override
  public void onConnected(ProxyNode proxy) {
    LOG.info(
        "{}",
        line("Envoy connected", proxy)
            .field("namespace", proxy.namespace())
            .field("version", proxy.version())
            .field("peer", proxy.peer()));
  }

  @Override
  public void onDisconnected(ProxyNode proxy, String reason) {
    labels.keySet().removeIf(sent -> sent.stream() == proxy.stream());
    LOG.info("{}", line("Envoy disconnected", proxy).field("reason", reason));
  }

  @Override
  public void onSubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    each("Envoy asked for", proxy, type, names);
  }

  @Override
  public void onUnsubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    names.forEach(name -> labels.remove(new SecretSent(proxy.stream(), name)));
    each("Envoy asks no longer for", proxy, type, names);
  }

  @Override
  public void onSent(
      ProxyNode proxy, XdsType type, Collection<XdsResource> resources, Set<String> removed) {
    if (resources.size() > CROWD) {
      crowd("sent", proxy, type, resources.stream().map(XdsResource::name).toList());
    }
    Level level = level(type, resources.size());
    if (LOG.isEnabledForLevel(level)) {
      if (type == XdsType.SECRET) {
        resources.forEach(
            secret -> labels.put(new SecretSent(proxy.stream(), secret.name()), secret.label()));
      }
      resources.forEach(resource -> log(level, resource("sent", proxy, resource)));
    }
    each("sent that there is no", proxy, type, removed);
  }

  @Override
  public void onAcknowledged(ProxyNode proxy, XdsType type, Map<String, String> versions) {
    if (versions.size() > CROWD) {
      crowd("Envoy acknowledged", proxy, type, versions.keySet());
    }
    Level level = level(type, versions.size());
    if (LOG.isEnabledForLevel(level)) {
      versions.forEach(
          (name, version) ->
              log(
                  level,
                  resource("Envoy acknowledged", proxy, type, name)
                      .field("version", version)
                      .fields(label(proxy, type, name))));
    }
  }

  private String label(ProxyNode proxy, XdsType type, String name) {
    return type == XdsType.SECRET
        ? Optional.ofNullable(labels.remove(new SecretSent(proxy.stream(), name))).orElse("")
        : "";
  }

  @Override
  public void onRefused(
      ProxyNode proxy,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {
    resources.forEach(resource -> label(proxy, type, resource.name()));
    resources.forEach(
        resource ->
            log(
                Level.WARN,
                resource("Envoy refused", proxy, resource)
                    .field("detail", detail)
                    .field("among", exact ? "" : resources.size() + " resources")));
  }

  @Override
  public void onRouteForced(ProxyNode proxy, XdsResource route, Set<String> clusters) {
    log(
        Level.WARN,
        resource("sent before its clusters were acknowledged", proxy, route)
            .field("clusters", String.join(",", clusters)));
  }

  @Override
  public void onIgnored(ProxyNode proxy, Optional<XdsType> type, String what) {
    log(
        Level.DEBUG,
        line("ignored", proxy)
            .field("type", type.map(TypeNames::id).orElse("other"))
            .field("what", what));
  }

  private static void each(String words, ProxyNode proxy, XdsType type, Set<String> names) {
    if (names.size() > CROWD) {
      crowd(words, proxy, type, names);
    }
    Level level = level(type, names.size());
    if (LOG.isEnabledForLevel(level)) {
      names.forEach(name -> log(level, resource(words, proxy, type, name)));
    }
  }

  private static void crowd(String words, ProxyNode proxy, XdsType type, Collection<String> names) {
    Level level = level(type, 1);
    if (LOG.isEnabledForLevel(level)) {
      log(
          level,
          line("%s %d %ss".formatted(words, names.size(), TypeNames.singular(type)), proxy)
              .field("resources", String.join(",", names)));
    }
  }

  private static Level level(XdsType type, int resources) {
    return type == XdsType.SECRET && resources <= CROWD ? Level.INFO : Level.DEBUG;
  }

  private static void log(Level level, LogLine line) {
    LOG.atLevel(level).log("{}", line);
  }

  private static LogLine resource(String words, ProxyNode proxy, XdsResource resource) {
    return resource(words, proxy, resource.type(), resource.name())
        .field("version", resource.version())
        .fields(resource.label());
  }

  private static LogLine resource(String words, ProxyNode proxy, XdsType type, String name) {
    return line(words + " " + TypeNames.singular(type), proxy).field("resource", name);
  }

  private static LogLine line(String words, ProxyNode proxy) {
    return LogLine.of(words).field("proxy", proxy.id());
  }
}
