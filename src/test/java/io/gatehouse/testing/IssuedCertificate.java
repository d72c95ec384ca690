package io.gatehouse.testing;

import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * A certificate, its key, and who issued it.
 *
 * @param issuers from the direct issuer to the root; empty for a self-signed one
 */
public record IssuedCertificate(
    X509CertificateHolder certificate, KeyPair keys, List<X509CertificateHolder> issuers) {

  public IssuedCertificate {
    issuers = List.copyOf(issuers);
  }

  public String certificatePem() {
    return Pem.block("CERTIFICATE", der(certificate));
  }

  /** The certificate, then all issuers but the root. */
  public String chainPem() {
    return Stream.concat(
            Stream.of(certificate), issuers.stream().limit(Math.max(0, issuers.size() - 1)))
        .map(one -> Pem.block("CERTIFICATE", der(one)))
        .collect(Collectors.joining());
  }

  /** The key as PKCS#8, {@code PRIVATE KEY}. */
  public String keyPem() {
    return Pem.block("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /**
   * The key as its algorithm has it: PKCS#1 {@code RSA PRIVATE KEY}, SEC1 {@code EC PRIVATE KEY}.
   */
  public String traditionalKeyPem() {
    try {
      byte[] own =
          PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded()).getPrivateKey().getOctets();
      String algorithm = keys.getPrivate().getAlgorithm().replace("ECDSA", "EC");
      return Pem.block(algorithm + " PRIVATE KEY", own);
    } catch (RuntimeException e) {
      throw new AssertionError("not a key with a form of its own", e);
    }
  }

  private static byte[] der(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new AssertionError("cannot encode a certificate", e);
    }
  }
}
