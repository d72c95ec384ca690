package io.gatehouse.credential;

import io.gatehouse.resource.core.SecretBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;

/** Reads certificates from PEM as Envoy does. */
final class CertificateReader {

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String TRUSTED_CERTIFICATE = "TRUSTED CERTIFICATE";
  private static final String REVOCATION_LIST = "X509 CRL";
  private static final Set<String> LABELS = Set.of(CERTIFICATE, "X509 CERTIFICATE");

  private final List<PemBlock> blocks = new ArrayList<>();
  private final List<X509CertificateHolder> certificates = new ArrayList<>();
  private final List<CertificateInfo> infos = new ArrayList<>();
  private final List<X509CRLHolder> revocationLists = new ArrayList<>();
  private final List<String> otherLabels = new ArrayList<>();

  private CertificateReader() {}

  /**
   * What was understood of a file.
   *
   * @param blocks just that, in the order of the file
   * @param certificates the certificates among them, at least one
   * @param infos what may be told of each
   * @param revocationLists the revocation lists among them
   */
  record Certificates(
      List<PemBlock> blocks,
      List<X509CertificateHolder> certificates,
      List<CertificateInfo> infos,
      List<X509CRLHolder> revocationLists) {

    PublicKey publicKey(int index) {
      return PublicKey.of(certificates.get(index).getSubjectPublicKeyInfo());
    }

    private Certificates(CertificateReader read) {
      this(
          List.copyOf(read.blocks),
          List.copyOf(read.certificates),
          List.copyOf(read.infos),
          List.copyOf(read.revocationLists));
    }
  }

  /**
   * What was understood of a file with revocation lists.
   *
   * @param lists at least one
   */
  record Lists(List<PemBlock> blocks, List<X509CRLHolder> lists) {}

  /**
   * A server's chain, the server's certificate first. Other blocks do not count (a key in the same
   * file), but must be whole.
   */
  static Certificates chain(SecretBytes content) throws Rejection {
    CertificateReader read = new CertificateReader();
    PemReader reader = new PemReader(content);
    for (Optional<PemBlock> next = reader.next(); next.isPresent(); next = reader.next()) {
      PemBlock block = next.get();
      if (read.certificates.isEmpty() && isAnyCertificate(block)) {
        read.addTrusted(block, CERTIFICATE);
      } else if (LABELS.contains(block.label())) {
        read.add(block);
      } else {
        read.otherLabels.add(block.label());
      }
    }
    return read.found(content);
  }

  /**
   * Certificates that clients' chains may end in. Revocation lists in the same file are kept: to
   * drop one would let in who is meant to be kept out.
   */
  static Certificates bundle(SecretBytes content) throws Rejection {
    CertificateReader read = new CertificateReader();
    PemReader reader = new PemReader(content);
    for (Optional<PemBlock> next = reader.next(); next.isPresent(); next = reader.next()) {
      PemBlock block = next.get();
      if (LABELS.contains(block.label())) {
        read.add(block);
      } else if (block.label().equals(TRUSTED_CERTIFICATE)) {
        read.addTrusted(block, TRUSTED_CERTIFICATE);
      } else if (block.label().equals(REVOCATION_LIST)) {
        read.addRevocationList(block);
        read.otherLabels.add(REVOCATION_LIST);
      } else {
        read.otherLabels.add(block.label());
      }
    }
    return read.found(content);
  }

  /** Revocation lists in a file of their own. Other blocks do not count, but must be whole. */
  static Lists revocationLists(SecretBytes content) throws Rejection {
    CertificateReader read = new CertificateReader();
    PemReader reader = new PemReader(content);
    for (Optional<PemBlock> next = reader.next(); next.isPresent(); next = reader.next()) {
      PemBlock block = next.get();
      if (block.label().equals(REVOCATION_LIST)) {
        read.addRevocationList(block);
      } else {
        read.otherLabels.add(block.label());
      }
    }
    if (read.revocationLists.isEmpty()) {
      throw PemDiagnosis.nothingFound("revocation list", content, read.otherLabels);
    }
    return new Lists(List.copyOf(read.blocks), List.copyOf(read.revocationLists));
  }

  private static boolean isAnyCertificate(PemBlock block) {
    return LABELS.contains(block.label()) || block.label().equals(TRUSTED_CERTIFICATE);
  }

  private Certificates found(SecretBytes content) throws Rejection {
    if (certificates.isEmpty()) {
      throw PemDiagnosis.nothingFound("certificate", content, otherLabels);
    }
    return new Certificates(this);
  }

  /** What stands behind the certificate in its block does not count. */
  private void add(PemBlock block) throws Rejection {
    byte[] der = certificateIn(block);
    blocks.add(PemBlock.of(CERTIFICATE, der));
  }

  /** Behind the certificate openssl's trust settings may stand ({@code openssl x509 -trustout}). */
  private void addTrusted(PemBlock block, String label) throws Rejection {
    byte[] der = certificateIn(block);
    byte[] rest = Arrays.copyOfRange(block.der(), der.length, block.der().length);
    if (rest.length > 0 && Der.firstElement(rest).filter(Der::isSequence).isEmpty()) {
      throw damaged("certificate", certificates.size());
    }
    blocks.add(PemBlock.of(label, label.equals(CERTIFICATE) ? der : block.der()));
  }

  private byte[] certificateIn(PemBlock block) throws Rejection {
    int number = certificates.size() + 1;
    block.requireNoHeader();
    byte[] der = Der.firstElement(block.der()).orElseThrow(() -> damaged("certificate", number));
    try {
      X509CertificateHolder certificate = new X509CertificateHolder(der);
      requireVersionTag(certificate.toASN1Structure());
      infos.add(CertificateInfoReader.read(certificate));
      certificates.add(certificate);
      return der;
    } catch (IOException | RuntimeException parserError) {
      throw damaged("certificate", number);
    }
  }

  /** Bouncy Castle takes any tag for that of the version. */
  private static void requireVersionTag(Certificate certificate) {
    ASN1Sequence body = ASN1Sequence.getInstance(certificate.getTBSCertificate().toASN1Primitive());
    if (body.getObjectAt(0) instanceof ASN1TaggedObject version && !version.hasContextTag(0)) {
      throw new IllegalArgumentException("not a version");
    }
  }

  private void addRevocationList(PemBlock block) throws Rejection {
    block.requireNoHeader();
    int number = revocationLists.size() + 1;
    byte[] der =
        Der.firstElement(block.der()).orElseThrow(() -> damaged("revocation list", number));
    try {
      X509CRLHolder list = new X509CRLHolder(der);
      blocks.add(PemBlock.of(REVOCATION_LIST, list.getEncoded()));
      revocationLists.add(list);
    } catch (IOException | RuntimeException parserError) {
      throw damaged("revocation list", number);
    }
  }

  private static Rejection damaged(String what, int number) {
    return new Rejection(
        Verdict.UNREADABLE,
        "is damaged: " + what + " " + number + " in it cannot be read",
        "Create the Secret again from the original file.");
  }
}
