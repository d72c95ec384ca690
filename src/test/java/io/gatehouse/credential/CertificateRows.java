package io.gatehouse.credential;

import static io.gatehouse.credential.VerdictRow.pair;

import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import io.gatehouse.testing.Pem;
import io.gatehouse.testing.TestKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.util.encoders.Hex;

/** Certificates and chains. */
final class CertificateRows {

  private static final IssuedCertificate RSA = TestKeys.named("rsa-a");
  private static final IssuedCertificate EC = TestKeys.named("ec-a");
  private static final IssuedCertificate CA = TestKeys.ca("a");
  private static final ASN1ObjectIdentifier TLS_FEATURE =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");

  private CertificateRows() {}

  static List<VerdictRow> all() throws Exception {
    return Stream.of(contents(), extensions(), names(), signatures(), encodings(), chains())
        .flatMap(List::stream)
        .toList();
  }

  private static VerdictRow rsa(String what, UnaryOperator<Certificates> peculiarity) {
    return pair(what, issue(RSA, peculiarity));
  }

  private static VerdictRow ec(String what, UnaryOperator<Certificates> peculiarity) {
    return pair(what, issue(EC, peculiarity));
  }

  private static IssuedCertificate issue(
      IssuedCertificate keys, UnaryOperator<Certificates> peculiarity) {
    return peculiarity.apply(Certificates.leaf("peculiar").key(keys.keys()).issuedBy(CA)).issue();
  }

  private static List<VerdictRow> contents() {
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    return List.of(
        rsa("X.509 v1 with serial 0", c -> c.version1().serial(0)),
        rsa("serial 1", c -> c.serial(1)),
        rsa("a negative serial", c -> c.serial(-5)),
        rsa("a serial of 30 bytes", c -> c.serial(BigInteger.ONE.shiftLeft(240))),
        rsa("expired", c -> c.valid(now.minus(day.multipliedBy(2)), now.minus(day))),
        rsa("not yet valid", c -> c.valid(now.plus(day), now.plus(day.multipliedBy(2)))),
        rsa("valid until 2099", c -> c.valid(now, Instant.parse("2099-01-01T00:00:00Z"))),
        rsa("expires before it begins", c -> c.valid(now, now.minus(day))));
  }

  private static List<VerdictRow> extensions() {
    return List.of(
        rsa("RSA for keyEncipherment only", usage(KeyUsage.keyEncipherment)),
        rsa("RSA for keyCertSign only", usage(KeyUsage.keyCertSign)),
        ec("EC for digitalSignature only", usage(KeyUsage.digitalSignature)),
        ec("EC for keyAgreement only", usage(KeyUsage.keyAgreement)),
        ec("EC with a key usage that is not one", extension(Extension.keyUsage, "0500")),
        rsa("RSA with a key usage that is not one", extension(Extension.keyUsage, "0500")),
        rsa(
            "for clients only",
            c ->
                c.extension(
                    Extension.extendedKeyUsage,
                    true,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))),
        rsa("must-staple", extension(TLS_FEATURE, "3003020105")),
        rsa("must-staple for two features", extension(TLS_FEATURE, "3006020105020111")),
        rsa(
            "an unknown critical extension",
            c -> c.extension(new ASN1ObjectIdentifier("1.2.3.4"), true, Hex.decode("0500"))),
        rsa("a CA as the server", extension(Extension.basicConstraints, "30030101ff")));
  }

  private static UnaryOperator<Certificates> usage(int bits) {
    return c -> c.extension(Extension.keyUsage, true, new KeyUsage(bits));
  }

  private static UnaryOperator<Certificates> extension(ASN1ObjectIdentifier id, String hex) {
    return c -> c.extension(id, false, Hex.decode(hex));
  }

  private static List<VerdictRow> names() {
    return List.of(
        rsa("neither subject nor alternative name", c -> c.subject("")),
        rsa("a subject without CN", c -> c.subject("O=example Inc.")),
        rsa("an empty CN", c -> c.subject("CN=")),
        rsa("an empty CN and an alternative name", c -> c.subject("CN=").dnsNames("a.example")),
        rsa("no CN, a DNS name", c -> c.subject("").dnsNames("a.example")),
        rsa("no CN, an address", named(GeneralName.iPAddress, "192.0.2.1")),
        rsa("no CN, a URI", named(GeneralName.uniformResourceIdentifier, "spiffe://a/b")),
        rsa("no CN, an e-mail address", named(GeneralName.rfc822Name, "a@example.com")),
        rsa("no CN, a directory name", named(GeneralName.directoryName, "CN=a")),
        rsa(
            "no CN, malformed alternative names",
            c ->
                c.subject("")
                    .extension(Extension.subjectAlternativeName, false, Hex.decode("0500"))),
        rsa(
            "a CN and malformed alternative names",
            extension(Extension.subjectAlternativeName, "0500")),
        rsa("two CNs, the first empty", c -> c.subject("CN=,CN=a")),
        rsa("a CN outside ASCII", c -> c.subject("CN=höst.example")));
  }

  private static UnaryOperator<Certificates> named(int type, String name) {
    return c -> c.subject("").alternativeNames(type, name);
  }

  private static List<VerdictRow> signatures() {
    IssuedCertificate rsaCa = Certificates.ca("rsa ca").issue();
    List<VerdictRow> rows = new ArrayList<>();
    for (String algorithm : new String[] {"MD5", "SHA1", "SHA384", "SHA512"}) {
      rows.add(
          rsa("signed with " + algorithm, c -> c.issuedBy(rsaCa).signature(algorithm + "withRSA")));
    }
    rows.add(rsa("signed with RSA-PSS", c -> c.issuedBy(rsaCa).signature("SHA256withRSAandMGF1")));
    IssuedCertificate ed25519 = Certificates.ca("ed25519 ca").key(KeyType.ED25519).issue();
    rows.add(rsa("signed with Ed25519", c -> c.issuedBy(ed25519)));
    return rows;
  }

  private static List<VerdictRow> encodings() throws Exception {
    byte[] der = RSA.certificate().getEncoded();
    byte[] indefinite = Hex.decode("3080" + Hex.toHexString(der, 4, der.length - 4) + "0000");
    byte[] longLength = Hex.decode("308300" + Hex.toHexString(der, 2, der.length - 2));
    String flagged =
        Hex.toHexString(issue(RSA, usage(KeyUsage.digitalSignature)).certificate().getEncoded());
    String rest = Pem.block("CERTIFICATE", Hex.decode(Hex.toHexString(der) + "0000"));
    return List.of(
        encoded("of indefinite length (BER)", indefinite),
        encoded("with a length of more bytes than needed (BER)", longLength),
        encoded(
            "with a flag that is neither 00 nor ff (BER)",
            Hex.decode(flagged.replace("551d0f0101ff", "551d0f010101"))),
        encoded("cut short", Arrays.copyOf(der, der.length - 5)),
        pair("certificate with bytes behind it", rest, RSA.keyPem()),
        pair(
            "certificate with bytes behind it, later in the chain",
            RSA.certificatePem() + rest,
            RSA.keyPem()));
  }

  private static VerdictRow encoded(String what, byte[] der) {
    return pair("certificate " + what, Pem.block("CERTIFICATE", der), RSA.keyPem());
  }

  private static List<VerdictRow> chains() throws Exception {
    IssuedCertificate root = Certificates.ca("root").key(KeyType.ec("P-256")).issue();
    IssuedCertificate issuer =
        Certificates.ca("issuer").key(KeyType.ec("P-256")).issuedBy(root).issue();
    IssuedCertificate leaf = Certificates.leaf("leaf").key(EC.keys()).issuedBy(issuer).issue();
    String own = leaf.certificatePem();
    String chain = leaf.chainPem();
    String key = leaf.keyPem();
    byte[] der = issuer.certificate().getEncoded();
    List<VerdictRow> rows = new ArrayList<>();
    rows.add(pair("chain", chain, key));
    rows.add(pair("chain with the root", chain + root.certificatePem(), key));
    rows.add(pair("chain in wrong order", issuer.certificatePem() + own, key));
    rows.add(pair("the same certificate twice", own + own, key));
    rows.add(
        pair("a certificate in the chain that does not belong", own + RSA.certificatePem(), key));
    rows.add(
        pair(
            "chain whose second is cut short",
            own + Pem.block("CERTIFICATE", Arrays.copyOf(der, der.length - 5)),
            key));
    rows.add(pair("chain that breaks off", chain.substring(0, chain.length() - 40), key));
    for (VerdictRow other : KeyRows.all()) {
      if (other.what().matches("RSA (512|1024)|EC (P-224|secp256k1)|Ed448|DSA 2048|RSA-PSS")) {
        String foreign =
            new String(other.certificates().toByteArray(), StandardCharsets.ISO_8859_1);
        rows.add(pair("chain with an issuer of " + other.what(), own + foreign, key));
      }
    }
    return rows;
  }
}
