package io.gatehouse.bench.client;

import com.google.protobuf.ByteString;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What matters of a resource.
 *
 * @param references by type, the names that it makes Envoy ask for
 * @param marks it bears
 */
record Facts(Map<ResourceType, Set<String>> references, Set<String> marks) {

  private static final int KEPT = 50_000;

  // By content: what many Envoys are sent is looked at once.
  private static final Map<Content, Facts> KNOWN = new ConcurrentHashMap<>();

  private record Content(ResourceType type, ByteString bytes) {}

  static Facts of(ResourceType type, ByteString resource) {
    if (KNOWN.size() > KEPT) {
      KNOWN.clear();
    }
    return KNOWN.computeIfAbsent(new Content(type, resource), Facts::read);
  }

  private static Facts read(Content content) {
    ResourceType type = content.type();
    ByteString resource = content.bytes();
    Map<ResourceType, Set<String>> references = new EnumMap<>(ResourceType.class);
    for (ResourceType child : ResourceType.values()) {
      List<String> names = type.references(child, resource);
      if (!names.isEmpty()) {
        references.put(child, new HashSet<>(names));
      }
    }
    return new Facts(references, Set.copyOf(Marks.of(type, resource)));
  }

  Set<String> references(ResourceType type) {
    return references.getOrDefault(type, Set.of());
  }
}
