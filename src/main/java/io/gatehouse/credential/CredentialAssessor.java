package io.gatehouse.credential;

import io.gatehouse.credential.CertificateReader.Certificates;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.credential.PrivateKeyReader.PrivateKey;
import io.gatehouse.finding.Finding;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.resource.core.SecretKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CRLHolder;

/**
 * Says what an object is worth: whether Envoy will take it, and if not, why.
 *
 * <p>What is served is written anew from what was understood: the certificates (and revocation
 * lists) and the one private key, byte for byte as they were, and nothing else of the file. So
 * Envoy reads exactly what was judged here, and no stray block (a CA's private key in a bundle)
 * leaves Gatehouse.
 */
final class CredentialAssessor {

  private CredentialAssessor() {}

  /**
   * What was understood.
   *
   * @param remarks what is to be said although it is served
   * @param until when time alone will change that, beside its certificates
   */
  private record Read(Content content, List<Finding> remarks, Optional<Instant> until) {}

  /** Pure: same key (not one of files), objects and time, same assessment. */
  static Assessment assess(CredentialKey key, CredentialObjects objects, Instant now) {
    return key.half() == Half.KEY_PAIR
        ? keyPair(key.secret(), objects, now)
        : clientCa(key.secret(), objects, now);
  }

  private static Assessment keyPair(ObjectName name, CredentialObjects objects, Instant now) {
    CredentialTexts texts = CredentialTexts.ofKeyPair(name);
    return objects
        .secret(name)
        .map(Holder::of)
        .map(secret -> assess(secret, texts, () -> readKeyPair(secret, texts, now), now))
        .orElseGet(() -> missing(texts));
  }

  /**
   * The separate Secret decides where it exists, even if it is bad: to fall back would change
   * silently whom the server trusts. A ConfigMap decides where the Secret says nothing of CAs.
   */
  private static Assessment clientCa(ObjectName name, CredentialObjects objects, Instant now) {
    ObjectName separateName = CredentialKey.separateCa(name);
    CredentialTexts absent = CredentialTexts.ofCa(name, separateName);
    Optional<Holder> separate = objects.secret(separateName).map(Holder::of);
    if (separate.isPresent()) {
      return caBundle(separate.get(), CredentialTexts.ofSeparateCa(separateName), now);
    }
    Optional<Holder> own = objects.secret(name).map(Holder::of);
    Optional<Holder> configMap = objects.configMap(name).map(Holder::of);
    if (configMap.isPresent() && own.filter(SecretShape::namesCa).isEmpty()) {
      return caBundle(configMap.get(), CredentialTexts.ofConfigMap(name), now);
    }
    return own.map(secret -> caBundle(secret, absent, now)).orElseGet(() -> missing(absent));
  }

  private static Assessment missing(CredentialTexts texts) {
    return new Assessment(
        texts.source(),
        Verdict.MISSING,
        Optional.empty(),
        List.of(texts.missing()),
        Optional.empty());
  }

  private static Assessment caBundle(Holder holder, CredentialTexts texts, Instant now) {
    return assess(holder, texts, () -> readCaBundle(holder, texts), now);
  }

  private static Assessment assess(
      Holder holder, CredentialTexts texts, Rejection.Reading<Read> reading, Instant now) {
    List<Finding> discouraged = texts.discouraged(holder);
    try {
      Read read = reading.read();
      Content content = read.content();
      return new Assessment(
          texts.source(),
          Validity.of(content, now),
          Optional.of(content),
          Stream.of(texts.validity(content, now), read.remarks(), discouraged)
              .flatMap(List::stream)
              .toList(),
          Stream.of(Validity.nextChange(content, now), read.until())
              .flatMap(Optional::stream)
              .min(Instant::compareTo));
    } catch (Rejection rejection) {
      return new Assessment(
          texts.source(),
          rejection.verdict(),
          Optional.empty(),
          Stream.concat(Stream.of(texts.rejected(rejection)), discouraged.stream()).toList(),
          Optional.empty());
    }
  }

  private static Read readKeyPair(Holder secret, CredentialTexts texts, Instant now)
      throws Rejection {
    List<String> keys = SecretShape.keyPair(secret, texts.createAgain());
    SecretBytes chainBytes = secret.data().get(keys.get(0));
    SecretBytes keyBytes = secret.data().get(keys.get(1));
    Certificates chain = Rejection.under(keys.get(0), () -> CertificateReader.chain(chainBytes));
    OcspStaple staple = staple(secret, keys.get(0), chain, now);
    Rejection.under(
        keys.get(0),
        () ->
            BoringSslRules.requireServer(
                chain.certificates().get(0), staple.response().isPresent()));
    PrivateKey privateKey = Rejection.under(keys.get(1), () -> PrivateKeyReader.read(keyBytes));
    requireMatch(chain, privateKey, keys);
    SecretBytes chainPem = rewritten(chain.blocks(), chainBytes);
    SecretBytes keyPem = rewritten(List.of(privateKey.block()), keyBytes);
    Content content =
        new Content.KeyPair(
            chainPem,
            keyPem,
            chain.infos(),
            staple.response(),
            fingerprint(Stream.concat(Stream.of(chainPem, keyPem), staple.response().stream())));
    return new Read(content, texts.staple(staple).stream().toList(), staple.until());
  }

  private static OcspStaple staple(
      Holder secret, String certificateKey, Certificates chain, Instant now) {
    SecretBytes response = secret.data().get(SecretKeys.TLS_OCSP_STAPLE);
    return response == null || !certificateKey.equals(SecretKeys.TLS_CERT)
        ? OcspStaple.NONE
        : OcspStaple.of(response, chain.certificates().get(0), now);
  }

  private static String fingerprint(Stream<SecretBytes> parts) {
    return CertificateInfoReader.sha256(parts.map(SecretBytes::toByteArray).toArray(byte[][]::new));
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

  private static Read readCaBundle(Holder holder, CredentialTexts texts) throws Rejection {
    String key = SecretShape.caBundle(holder, texts.createAgain());
    SecretBytes bytes = holder.data().get(key);
    Certificates bundle = Rejection.under(key, () -> CertificateReader.bundle(bytes));
    List<X509CRLHolder> lists = new ArrayList<>(bundle.revocationLists());
    Optional<String> listKey = SecretShape.revocationLists(holder, key);
    Optional<SecretBytes> listsPem = Optional.empty();
    if (listKey.isPresent()) {
      SecretBytes listBytes = holder.data().get(listKey.get());
      CertificateReader.Lists read =
          Rejection.under(listKey.get(), () -> CertificateReader.revocationLists(listBytes));
      lists.addAll(read.lists());
      listsPem = Optional.of(rewritten(read.blocks(), listBytes));
    }
    SecretBytes pem = rewritten(bundle.blocks(), bytes);
    Content content =
        new Content.CaBundle(
            pem,
            bundle.infos(),
            listsPem,
            RevocationLists.infos(lists),
            fingerprint(Stream.concat(Stream.of(pem), listsPem.stream())));
    return new Read(
        content,
        texts.uncovered(RevocationLists.uncovered(bundle.certificates(), lists)).stream().toList(),
        Optional.empty());
  }

  /** The same instance where nothing had to be changed, so that it is in memory once. */
  private static SecretBytes rewritten(List<PemBlock> blocks, SecretBytes original) {
    SecretBytes written = SecretBytes.of(PemBlock.write(blocks));
    return written.equals(original) ? original : written;
  }
}
