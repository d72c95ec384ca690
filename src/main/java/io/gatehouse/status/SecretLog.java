package io.gatehouse.status;

import io.gatehouse.credential.CertificateInfo;
import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.credential.Credentials;
import io.gatehouse.credential.Verdict;
import io.gatehouse.finding.ForeignText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs what becomes of the Secrets that servers ask for: added, changed, removed, not servable; one
 * line each.
 */
public final class SecretLog implements StatusFeed {

  private static final Logger LOG = LoggerFactory.getLogger(SecretLog.class);

  private final Map<CredentialKey, CredentialStatus> known = new HashMap<>();

  @Override
  public synchronized void onCredentials(Credentials credentials, Set<CredentialKey> changed) {
    for (CredentialKey key : new TreeSet<>(changed)) {
      Optional<CredentialStatus> now = credentials.get(key);
      Optional<CredentialStatus> before = Optional.ofNullable(known.remove(key));
      now.ifPresentOrElse(
          status -> {
            known.put(key, status);
            compare(before, status);
          },
          () -> before.ifPresent(gone -> log(Level.INFO, "is no longer asked for", gone)));
    }
  }

  private static void compare(Optional<CredentialStatus> before, CredentialStatus now) {
    if (before.isPresent() && same(before.get(), now)) {
      return;
    }
    boolean wasThere = before.filter(SecretLog::exists).isPresent();
    if (!exists(now)) {
      boolean graceEnded = before.filter(status -> status.serving() == Serving.DELETED).isPresent();
      log(
          wasThere || graceEnded ? Level.INFO : Level.WARN,
          wasThere ? "removed" : graceEnded ? "withdrawn" : "not found",
          now);
    } else if (!now.verdict().servable()) {
      log(Level.WARN, (wasThere ? "changed" : "added") + " and cannot be served", now);
    } else if (wasThere && fingerprint(before.get()).equals(fingerprint(now))) {
      log(Level.INFO, "is now " + now.verdict().id(), now);
    } else {
      log(Level.INFO, wasThere ? "changed" : "added", now);
    }
  }

  private static boolean same(CredentialStatus before, CredentialStatus now) {
    return before == now
        || before.verdict() == now.verdict()
            && before.serving() == now.serving()
            && before.source().equals(now.source())
            && fingerprint(before).equals(fingerprint(now));
  }

  private static Optional<String> fingerprint(CredentialStatus status) {
    return status.content().map(Content::fingerprint);
  }

  private static boolean exists(CredentialStatus status) {
    return status.verdict() != Verdict.MISSING;
  }

  private static void log(Level level, String event, CredentialStatus status) {
    CredentialKey key = status.key();
    Optional<CertificateInfo> certificate =
        status.content().flatMap(content -> content.certificates().stream().findFirst());
    String kind = status.source().kind().toLowerCase(Locale.ROOT);
    String name = status.source().qualifiedName();
    LogLine line =
        LogLine.of(kind + " " + ForeignText.shown(name) + " " + event)
            .field("resource", key.sdsName())
            .field(kind, name)
            .field("serial", certificate.map(CertificateInfo::serial).orElse(""))
            .field("notAfter", certificate.map(info -> info.notAfter().toString()).orElse(""))
            .field("verdict", status.verdict().id())
            .field("serving", status.serving().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    LOG.atLevel(level).log("{}", line);
  }
}
