package io.gatehouse.resource;

import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.Map;
import java.util.Optional;

/** Reads {@link Proxy}. */
final class ProxyParser {

  private static final Vocabulary OBJECT = Vocabulary.of("a Proxy");
  private static final Vocabulary SPEC = Vocabulary.of("a Proxy's spec");

  private static final Map<String, IpFamily> FAMILIES =
      Map.of("IPv4", IpFamily.IPV4, "IPv6", IpFamily.IPV6, "Dual", IpFamily.DUAL);

  private ProxyParser() {}

  static Optional<Resource> parse(Metadata metadata, Fields object) {
    Optional<Resource> proxy =
        object.spec().map(spec -> new Proxy(metadata, group(metadata, spec)));
    object.rest(OBJECT);
    return proxy;
  }

  private static ProxyGroup group(Metadata metadata, Fields spec) {
    ProxyGroup group =
        new ProxyGroup(
            metadata.namespace(),
            spec.textMap("labels"),
            spec.get("unprivileged").flatMap(Value::flag).orElse(true),
            spec.get("ipFamily").flatMap(ProxyParser::family).orElse(IpFamily.IPV4));
    spec.rest(SPEC);
    return group;
  }

  private static Optional<IpFamily> family(Value value) {
    Optional<String> text = value.text();
    Optional<IpFamily> family = text.map(FAMILIES::get);
    if (text.isPresent() && family.isEmpty()) {
      value.invalid("is " + Value.shown(text.get()), "Set it to IPv4, IPv6 or Dual.");
    }
    return family;
  }
}
