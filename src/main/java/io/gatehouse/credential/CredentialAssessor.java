package io.gatehouse.credential;

import io.gatehouse.credential.CertificateReader.Certificates;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.credential.PrivateKeyReader.PrivateKey;
import io.gatehouse.finding.Finding;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretBytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says what a Secret is worth: whether Envoy will take it, and if not, why.
 *
 * <p>What is served is written anew from what was understood: the certificates (and revocation
 * lists) and the one private key, byte for byte as they were, and nothing else of the file. So
 * Envoy reads exactly what was judged here, and no stray block (a CA's private key in a bundle)
 * leaves Gatehouse.
 */
final class CredentialAssessor {

  private CredentialAssessor() {}

  /** Pure: same key, Secrets and time, same assessment. */
  static Assessment assess(
      CredentialKey key, Function<ObjectName, Optional<Secret>> secrets, Instant now) {
    return key.half() == Half.KEY_PAIR
        ? keyPair(key.secret(), secrets, now)
        : clientCa(key.secret(), secrets, now);
  }

  private static Assessment keyPair(
      ObjectName name, Function<ObjectName, Optional<Secret>> secrets, Instant now) {
    CredentialTexts texts = CredentialTexts.ofKeyPair(name);
    return secrets
        .apply(name)
        .map(secret -> assess(secret, texts, () -> readKeyPair(secret, texts), now))
        .orElseGet(() -> missing(texts));
  }

  /**
   * The separate Secret decides where it exists, even if it is bad: to fall back would change
   * silently whom the server trusts.
   */
  private static Assessment clientCa(
      ObjectName name, Function<ObjectName, Optional<Secret>> secrets, Instant now) {
    ObjectName separateName = CredentialKey.separateCa(name);
    Optional<Secret> separate = secrets.apply(separateName);
    CredentialTexts texts =
        separate.isPresent()
            ? CredentialTexts.ofSeparateCa(separateName)
            : CredentialTexts.ofCa(name, separateName);
    return separate
        .or(() -> secrets.apply(name))
        .map(secret -> assess(secret, texts, () -> readCaBundle(secret, texts), now))
        .orElseGet(() -> missing(texts));
  }

  private static Assessment missing(CredentialTexts texts) {
    return new Assessment(
        texts.secret(),
        Verdict.MISSING,
        Optional.empty(),
        List.of(texts.missing()),
        Optional.empty());
  }

  private static Assessment assess(
      Secret secret, CredentialTexts texts, Rejection.Reading<Content> reading, Instant now) {
    List<Finding> discouraged = texts.discouraged(secret);
    try {
      Content content = reading.read();
      return new Assessment(
          texts.secret(),
          Validity.of(content, now),
          Optional.of(content),
          concat(texts.validity(content, now), discouraged),
          Validity.nextChange(content, now));
    } catch (Rejection rejection) {
      return new Assessment(
          texts.secret(),
          rejection.verdict(),
          Optional.empty(),
          concat(List.of(texts.rejected(rejection)), discouraged),
          Optional.empty());
    }
  }

  private static List<Finding> concat(List<Finding> first, List<Finding> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static Content readKeyPair(Secret secret, CredentialTexts texts) throws Rejection {
    List<String> keys = SecretShape.keyPair(secret, texts.createAgain());
    SecretBytes chainBytes = secret.data().get(keys.get(0));
    SecretBytes keyBytes = secret.data().get(keys.get(1));
    Certificates chain = Rejection.under(keys.get(0), () -> CertificateReader.chain(chainBytes));
    Rejection.under(keys.get(0), () -> BoringSslRules.requireServer(chain.certificates().get(0)));
    PrivateKey privateKey = Rejection.under(keys.get(1), () -> PrivateKeyReader.read(keyBytes));
    requireMatch(chain, privateKey, keys);
    SecretBytes chainPem = rewritten(chain.blocks(), chainBytes);
    SecretBytes keyPem = rewritten(List.of(privateKey.block()), keyBytes);
    return new Content.KeyPair(
        chainPem,
        keyPem,
        chain.infos(),
        CertificateInfoReader.sha256(chainPem.toByteArray(), keyPem.toByteArray()));
  }

  private static void requireMatch(Certificates chain, PrivateKey privateKey, List<String> keys)
      throws Rejection {
    int owner =
        IntStream.range(0, chain.certificates().size())
            .filter(i -> chain.publicKey(i).equals(privateKey.publicKey()))
            .findFirst()
            .orElse(-1);
    if (owner == 0) {
      return;
    }
    String certificate = keys.get(0) + " (" + CredentialTexts.described(chain.infos().get(0)) + ")";
    throw owner > 0
        ? new Rejection(
            Verdict.KEY_MISMATCH,
            "has under "
                + keys.get(1)
                + " the key of certificate "
                + (owner + 1)
                + " in "
                + keys.get(0)
                + ", not of the first",
            "Put the server's own certificate first, then the one that issued it, and so on.")
        : new Rejection(
            Verdict.KEY_MISMATCH,
            "has under "
                + keys.get(1)
                + " a key that does not belong to the certificate in "
                + certificate,
            "Put the certificate and the key that belong together into the Secret.");
  }

  private static Content readCaBundle(Secret secret, CredentialTexts texts) throws Rejection {
    String key = SecretShape.caBundle(secret, texts.createAgain());
    SecretBytes bytes = secret.data().get(key);
    Certificates bundle = Rejection.under(key, () -> CertificateReader.bundle(bytes));
    SecretBytes pem = rewritten(bundle.blocks(), bytes);
    return new Content.CaBundle(
        pem, bundle.infos(), CertificateInfoReader.sha256(pem.toByteArray()));
  }

  /** The same instance where nothing had to be changed, so that it is in memory once. */
  private static SecretBytes rewritten(List<PemBlock> blocks, SecretBytes original) {
    SecretBytes written = SecretBytes.of(PemBlock.write(blocks));
    return written.equals(original) ? original : written;
  }
}
