package io.gatehouse.status;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.credential.Credentials;
import io.gatehouse.credential.Verdict;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.testing.LogCapture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretLogTest {

  private static final CredentialKey KEY =
      CredentialKey.keyPair(new ObjectName("istio-system", "httpbin-credential"));
  private static final String NAME = "secret istio-system/httpbin-credential ";
  private static final String FIELDS =
      " resource=httpbin-credential secret=istio-system/httpbin-credential";

  private final SecretLog log = new SecretLog();
  private final LogCapture capture = new LogCapture(SecretLog.class, Level.DEBUG);

  @AfterEach
  void close() {
    capture.close();
  }

  @Test
  void added_changed_removed_and_added_again() {
    say(SeedBoard.served(KEY, "f1", "00"));
    say(SeedBoard.served(KEY, "f2", "01"));
    say(status(Verdict.MISSING, Serving.DELETED, SeedBoard.served(KEY, "f2", "01").content()));
    say(SeedBoard.served(KEY, "f3", "02"));

    assertThat(capture.lines())
        .containsExactly(
            "INFO "
                + NAME
                + "added"
                + FIELDS
                + certificate("00")
                + " verdict=valid serving=current",
            "INFO "
                + NAME
                + "changed"
                + FIELDS
                + certificate("01")
                + " verdict=valid serving=current",
            "INFO "
                + NAME
                + "removed"
                + FIELDS
                + certificate("01")
                + " verdict=missing serving=deleted",
            "INFO "
                + NAME
                + "added"
                + FIELDS
                + certificate("02")
                + " verdict=valid serving=current");
  }

  @Test
  void the_end_of_the_grace_is_told_as_what_it_is() {
    say(status(Verdict.MISSING, Serving.DELETED, SeedBoard.served(KEY, "f2", "01").content()));
    say(status(Verdict.MISSING, Serving.NOTHING, Optional.empty()));

    assertThat(capture.lines().get(1)).startsWith("INFO " + NAME + "withdrawn");
  }

  @Test
  void a_secret_that_is_not_there_or_cannot_be_served_is_a_warning() {
    say(status(Verdict.MISSING, Serving.NOTHING, Optional.empty()));
    say(status(Verdict.KEY_MISMATCH, Serving.NOTHING, Optional.empty()));

    assertThat(capture.lines())
        .containsExactly(
            "WARN " + NAME + "not found" + FIELDS + " verdict=missing serving=nothing",
            "WARN "
                + NAME
                + "added and cannot be served"
                + FIELDS
                + " verdict=key-mismatch serving=nothing");
  }

  @Test
  void what_did_not_change_is_not_told_again() {
    say(SeedBoard.served(KEY, "f1", "00"));
    say(SeedBoard.served(KEY, "f1", "00"));

    assertThat(capture.lines()).hasSize(1);
  }

  @Test
  void a_secret_that_nobody_asks_for_any_more_is_told() {
    say(SeedBoard.served(KEY, "f1", "00"));
    say(Credentials.NONE);

    assertThat(capture.lines().get(1)).startsWith("INFO " + NAME + "is no longer asked for");
  }

  @Test
  void no_key_is_ever_told() {
    say(SeedBoard.served(KEY, "f1", "00"));

    assertThat(KeyMaterial.in(String.join("\n", capture.lines()))).isEmpty();
  }

  private void say(CredentialStatus status) {
    say(Credentials.of(List.of(status)));
  }

  private void say(Credentials credentials) {
    log.onCredentials(credentials, Set.of(KEY));
  }

  private static CredentialStatus status(
      Verdict verdict, Serving serving, Optional<Content> content) {
    return new CredentialStatus(
        KEY,
        new ObjectKey(Kind.SECRET, KEY.secret()).origin(),
        verdict,
        serving,
        content,
        content.map(present -> Instant.parse("2026-11-24T12:01:00Z")),
        List.of());
  }

  private static String certificate(String serial) {
    return " serial=" + serial + " notAfter=" + SeedBoard.NOT_AFTER;
  }
}
