package io.gatehouse.credential;

import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.ConfigMap;
import io.gatehouse.resource.core.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the store knows of one half of a credential. Immutable: an update makes the next one, or
 * finds this one still true.
 *
 * @param inputs what it was made from
 * @param lastGood what to fall back on
 * @param everGood whether there has been a good content since the key is referenced
 * @param since when it was made
 * @param deadline when time alone will change it
 */
record CredentialEntry(
    CredentialStatus status,
    Inputs inputs,
    Optional<LastGood> lastGood,
    boolean everGood,
    Instant since,
    Optional<Instant> deadline) {

  /**
   * All that an entry depends on but time.
   *
   * @param own the Secret of the credential's name
   * @param separate the Secret for the CA alone; empty for a key pair
   * @param configMap the ConfigMap of the credential's name; empty for a key pair
   * @param held whether an Envoy says that it has one
   */
  record Inputs(
      Optional<Secret> own,
      Optional<Secret> separate,
      Optional<ConfigMap> configMap,
      boolean held) {

    private static final Inputs NONE =
        new Inputs(Optional.empty(), Optional.empty(), Optional.empty(), false);

    static Inputs of(CredentialKey key, CredentialObjects objects, boolean held) {
      if (!key.files().isEmpty()) {
        return NONE;
      }
      Optional<Secret> own = objects.secret(key.secret());
      return key.half() == Half.KEY_PAIR
          ? new Inputs(own, Optional.empty(), Optional.empty(), held)
          : new Inputs(
              own,
              objects.secret(CredentialKey.separateCa(key.secret())),
              objects.configMap(key.secret()),
              held);
    }

    private <R extends Resource> Optional<R> named(ObjectName name, Stream<Optional<R>> all) {
      return all.flatMap(Optional::stream).filter(one -> one.name().equals(name)).findFirst();
    }

    CredentialObjects objects() {
      return new CredentialObjects(
          name -> named(name, Stream.of(own, separate)), name -> named(name, Stream.of(configMap)));
    }

    boolean has(ObjectKey key) {
      return Stream.of(own, separate, configMap)
          .flatMap(Optional::stream)
          .anyMatch(object -> object.key().equals(key));
    }
  }

  /**
   * The last content that was good.
   *
   * @param source the object it was in
   * @param missingSince when that was first seen to be gone
   */
  record LastGood(ObjectKey source, Content content, Optional<Instant> missingSince) {

    /** Whether the source has gone: its content is to follow it, even if another object stays. */
    LastGood seen(Inputs inputs, Instant now) {
      return inputs.has(source)
          ? new LastGood(source, content, Optional.empty())
          : new LastGood(source, content, missingSince.or(() -> Optional.of(now)));
    }

    Optional<Instant> until(Duration grace) {
      return missingSince.map(since -> since.plus(grace));
    }
  }

  /** The first one of a key. */
  static CredentialEntry first(CredentialKey key, Inputs inputs, Instant now, Duration grace) {
    return make(key, inputs, Optional.empty(), false, now, grace);
  }

  /** This one where it still holds, else the next. */
  CredentialEntry next(Inputs current, Instant now, Duration grace) {
    boolean inTime = !now.isBefore(since) && deadline.filter(end -> !now.isBefore(end)).isEmpty();
    if (inTime && inputs.equals(current)) {
      return this;
    }
    CredentialEntry next = make(status.key(), current, lastGood, everGood, now, grace);
    return next.status.equals(status) ? next.with(status) : next;
  }

  /** Who compares statuses by identity sees that nothing changed. */
  private CredentialEntry with(CredentialStatus same) {
    return new CredentialEntry(same, inputs, lastGood, everGood, since, deadline);
  }

  private static CredentialEntry make(
      CredentialKey key,
      Inputs inputs,
      Optional<LastGood> before,
      boolean everGood,
      Instant now,
      Duration grace) {
    if (!key.files().isEmpty()) {
      return ofFiles(key, now);
    }
    Assessment assessment = CredentialAssessor.assess(key, inputs.objects(), now);
    if (assessment.content().isPresent()) {
      return current(key, inputs, assessment, now);
    }
    return before
        .map(good -> good.seen(inputs, now))
        .filter(good -> good.until(grace).filter(end -> !now.isBefore(end)).isEmpty())
        .map(good -> fallBack(key, inputs, assessment, good, now, grace))
        .orElseGet(() -> empty(key, inputs, assessment, everGood, now));
  }

  /** What is in them only Envoy sees: it is taken for good until Envoy says something else. */
  private static CredentialEntry ofFiles(CredentialKey key, Instant now) {
    CredentialStatus status =
        new CredentialStatus(
            key,
            Origin.of("File", "", key.files().get(0)),
            Verdict.VALID,
            Serving.CURRENT,
            Optional.of(new Content.Files(key.half(), key.files())),
            Optional.empty(),
            List.of());
    return new CredentialEntry(status, Inputs.NONE, Optional.empty(), true, now, Optional.empty());
  }

  private static CredentialEntry current(
      CredentialKey key, Inputs inputs, Assessment assessment, Instant now) {
    CredentialStatus status =
        new CredentialStatus(
            key,
            assessment.source().origin(),
            assessment.verdict(),
            Serving.CURRENT,
            assessment.content(),
            Optional.empty(),
            assessment.findings());
    Optional<LastGood> good =
        assessment
            .content()
            .map(content -> new LastGood(assessment.source(), content, Optional.empty()));
    return new CredentialEntry(status, inputs, good, true, now, assessment.until());
  }

  private static CredentialEntry fallBack(
      CredentialKey key,
      Inputs inputs,
      Assessment assessment,
      LastGood good,
      Instant now,
      Duration grace) {
    Optional<Instant> until = good.until(grace);
    CredentialStatus status =
        new CredentialStatus(
            key,
            assessment.source().origin(),
            assessment.verdict(),
            until.isPresent() ? Serving.DELETED : Serving.LAST_GOOD,
            Optional.of(good.content()),
            until,
            until
                .map(end -> ServingTexts.deleted(key, good, end, now))
                .orElseGet(() -> ServingTexts.lastGood(key, good, assessment.findings(), now)));
    Optional<Instant> deadline =
        Stream.of(until, Validity.nextChange(good.content(), now))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    return new CredentialEntry(status, inputs, Optional.of(good), true, now, deadline);
  }

  private static CredentialEntry empty(
      CredentialKey key, Inputs inputs, Assessment assessment, boolean everGood, Instant now) {
    boolean held = inputs.held() && !everGood;
    CredentialStatus status =
        new CredentialStatus(
            key,
            assessment.source().origin(),
            assessment.verdict(),
            held ? Serving.HELD : Serving.NOTHING,
            Optional.empty(),
            Optional.empty(),
            held ? ServingTexts.held(key, assessment) : assessment.findings());
    return new CredentialEntry(status, inputs, Optional.empty(), everGood, now, Optional.empty());
  }
}
