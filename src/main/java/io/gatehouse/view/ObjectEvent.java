package io.gatehouse.view;

import io.gatehouse.finding.Finding;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.Resource;
import java.util.List;

/** What a source says of one object. */
public sealed interface ObjectEvent {

  ObjectKey key();

  /** The object is there, with what could not be honoured of it. */
  record Upserted(Resource resource, List<Finding> findings) implements ObjectEvent {
    public Upserted {
      findings = List.copyOf(findings);
    }

    @Override
    public ObjectKey key() {
      return resource.key();
    }
  }

  /** The object is there but cannot be read: its last good version, if any, stays in service. */
  record Unreadable(ObjectKey key, List<Finding> findings) implements ObjectEvent {
    public Unreadable {
      findings = List.copyOf(findings);
    }
  }

  /** The object is gone. */
  record Removed(ObjectKey key) implements ObjectEvent {}

  /** The event for an object that was just read. */
  static ObjectEvent of(Parsed parsed) {
    return parsed
        .resource()
        .<ObjectEvent>map(resource -> new Upserted(resource, parsed.findings()))
        .orElseGet(() -> new Unreadable(parsed.key(), parsed.findings()));
  }
}
