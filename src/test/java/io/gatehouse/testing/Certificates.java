package io.gatehouse.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates for tests, by default RSA 2048, SHA-256, serial 1, valid from yesterday for a
 * year, without subject alternative names. {@link TestKeys} has ready ones that are the same in
 * every run.
 *
 * <pre>{@code
 * IssuedCertificate ca = Certificates.ca("example.com").issue();
 * IssuedCertificate leaf = Certificates.leaf("httpbin.example.com").issuedBy(ca).serial(0).issue();
 * leaf.certificatePem();
 * leaf.keyPem();
 * }</pre>
 */
public final class Certificates {

  private X500Name subject;
  private final boolean authority;
  private Optional<IssuedCertificate> issuer = Optional.empty();
  private Optional<KeyPair> keys = Optional.empty();
  private KeyType keyType = KeyType.rsa(2048);
  private Optional<String> signature = Optional.empty();
  private SecureRandom random = new SecureRandom();
  private BigInteger serial = BigInteger.ONE;
  private Instant notBefore = Instant.now().minus(Duration.ofDays(1));
  private Instant notAfter = notBefore.plus(Duration.ofDays(365));
  private final List<Extension> extensions = new ArrayList<>();
  private boolean version1;

  private Certificates(String commonName, boolean authority) {
    this.subject = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    this.authority = authority;
  }

  /** A CA; its own issuer unless told otherwise. */
  public static Certificates ca(String commonName) {
    return new Certificates(commonName, true);
  }

  /** A server's or client's certificate; its own issuer unless told otherwise. */
  public static Certificates leaf(String commonName) {
    return new Certificates(commonName, false);
  }

  public Certificates issuedBy(IssuedCertificate issuer) {
    this.issuer = Optional.of(issuer);
    return this;
  }

  public Certificates key(KeyType type) {
    this.keyType = type;
    return this;
  }

  /** A key pair that is there already. */
  public Certificates key(KeyPair keys) {
    this.keys = Optional.of(keys);
    return this;
  }

  /** The issuer's signature algorithm, for example {@code SHA1withRSA}. */
  public Certificates signature(String algorithm) {
    this.signature = Optional.of(algorithm);
    return this;
  }

  public Certificates serial(long serial) {
    return serial(BigInteger.valueOf(serial));
  }

  public Certificates serial(BigInteger serial) {
    this.serial = serial;
    return this;
  }

  /** Another subject, for example {@code O=example Inc.}; the empty one too. */
  public Certificates subject(String distinguishedName) {
    this.subject = new X500Name(distinguishedName);
    return this;
  }

  public Certificates valid(Instant notBefore, Instant notAfter) {
    this.notBefore = notBefore;
    this.notAfter = notAfter;
    return this;
  }

  public Certificates dnsNames(String... names) {
    return alternativeNames(GeneralName.dNSName, names);
  }

  /**
   * @param type for example {@link GeneralName#iPAddress}
   */
  public Certificates alternativeNames(int type, String... names) {
    GeneralName[] all =
        Arrays.stream(names).map(name -> new GeneralName(type, name)).toArray(GeneralName[]::new);
    return extension(Extension.subjectAlternativeName, false, new GeneralNames(all));
  }

  public Certificates extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    try {
      return extension(id, critical, value.toASN1Primitive().getEncoded());
    } catch (IOException e) {
      throw new AssertionError("cannot encode extension " + id, e);
    }
  }

  /** An extension with any bytes in it. */
  public Certificates extension(ASN1ObjectIdentifier id, boolean critical, byte[] value) {
    extensions.add(new Extension(id, critical, value));
    return this;
  }

  /** X.509 v1, which has no extensions: what {@code openssl x509 -req} makes. */
  public Certificates version1() {
    this.version1 = true;
    return this;
  }

  /** The same key and signature for the same seed in every run; set a fixed validity too. */
  public Certificates seed(String seed) {
    this.random = new SeededRandom(seed);
    return this;
  }

  public IssuedCertificate issue() {
    KeyPair pair = keys.orElseGet(() -> keyType.generate(random));
    try {
      X509CertificateHolder certificate = certificate(pair, signer(pair));
      List<X509CertificateHolder> issuers =
          issuer.stream()
              .flatMap(ca -> Stream.concat(Stream.of(ca.certificate()), ca.issuers().stream()))
              .toList();
      return new IssuedCertificate(certificate, pair, issuers);
    } catch (OperatorCreationException | CertIOException e) {
      throw new AssertionError("cannot issue the certificate of " + subject, e);
    }
  }

  private ContentSigner signer(KeyPair own) throws OperatorCreationException {
    KeyPair signing = issuer.map(IssuedCertificate::keys).orElse(own);
    String algorithm = signature.orElseGet(() -> signatureOf(signing));
    return new JcaContentSignerBuilder(algorithm)
        .setProvider(KeyType.PROVIDER)
        .setSecureRandom(random)
        .build(signing.getPrivate());
  }

  private static String signatureOf(KeyPair signing) {
    String algorithm = signing.getPrivate().getAlgorithm();
    return switch (algorithm) {
      case "EC", "ECDSA" -> "SHA256withECDSA";
      case "RSA", "DSA" -> "SHA256with" + algorithm;
      default -> algorithm;
    };
  }

  private X509CertificateHolder certificate(KeyPair pair, ContentSigner signer)
      throws CertIOException {
    X500Name issuerName = issuer.map(ca -> ca.certificate().getSubject()).orElse(subject);
    SubjectPublicKeyInfo publicKey =
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    Date from = Date.from(notBefore);
    Date to = Date.from(notAfter);
    if (version1) {
      return new X509v1CertificateBuilder(issuerName, serial, from, to, subject, publicKey)
          .build(signer);
    }
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(issuerName, serial, from, to, subject, publicKey);
    if (authority) {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    }
    for (Extension extension : extensions) {
      builder.addExtension(extension);
    }
    return builder.build(signer);
  }
}
