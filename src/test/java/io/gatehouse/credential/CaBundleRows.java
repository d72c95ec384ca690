package io.gatehouse.credential;

import static io.gatehouse.credential.VerdictRow.ca;

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
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.encoders.Hex;

/** CA bundles. */
final class CaBundleRows {

  private static final IssuedCertificate CA = TestKeys.ca("a");
  private static final String PEM = CA.certificatePem();
  private static final String OTHER = TestKeys.ca("b").certificatePem();

  private CaBundleRows() {}

  static List<VerdictRow> all() throws Exception {
    List<VerdictRow> rows = new ArrayList<>(contents());
    rows.addAll(forms());
    rows.addAll(revocationLists());
    for (VerdictRow other : KeyRows.all()) {
      if (other.what().matches("RSA (512|1024|16384)|EC (P-224|secp256k1)|Ed.*|DSA.*|RSA-PSS")) {
        String pem = new String(other.certificates().toByteArray(), StandardCharsets.ISO_8859_1);
        rows.add(ca(other.what(), PEM + pem));
      }
    }
    return rows;
  }

  private static List<VerdictRow> contents() {
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    IssuedCertificate expired =
        Certificates.ca("old")
            .key(KeyType.ec("P-256"))
            .valid(now.minus(day.multipliedBy(2)), now.minus(day))
            .issue();
    return List.of(
        ca("one", PEM),
        ca("two", PEM + OTHER),
        ca("the same twice", PEM + PEM),
        ca("one that is no CA", TestKeys.named("ec-a").certificatePem()),
        ca("expired", expired.certificatePem()),
        ca("expired among others", PEM + expired.certificatePem()),
        ca("of X.509 v1", Certificates.ca("v1").version1().key(CA.keys()).issue().certificatePem()),
        ca(
            "without a subject",
            Certificates.ca("")
                .subject("")
                .key(CA.keys())
                .issuedBy(TestKeys.ca("b"))
                .issue()
                .certificatePem()));
  }

  private static List<VerdictRow> forms() throws Exception {
    byte[] der = CA.certificate().getEncoded();
    String trusted = PEM.replace("CERTIFICATE", "TRUSTED CERTIFICATE");
    return List.of(
        ca("nothing", ""),
        ca("white space", "\n"),
        ca("invalid", "invalid"),
        ca("CRLF", PEM.replace("\n", "\r\n")),
        ca("byte order mark", "\u00ef\u00bb\u00bf" + PEM),
        ca("text between", "a\n" + PEM + "b\n" + OTHER + "c"),
        ca("one of two cut short", PEM + Pem.block("CERTIFICATE", Arrays.copyOf(der, 99))),
        ca("one of two that is not base64", PEM + OTHER.replace("\nM", "\n*M")),
        ca("unfinished", PEM + OTHER.substring(0, 99)),
        ca(
            "bytes behind the certificate",
            Pem.block("CERTIFICATE", Arrays.copyOf(der, der.length + 2))),
        ca(
            "a block of another kind that is damaged",
            PEM + "-----BEGIN X-----\n*\n-----END X-----\n"),
        ca("a key beside it", PEM + CA.keyPem()),
        ca("only a key", CA.keyPem()),
        ca("a key of its own form beside it", PEM + CA.traditionalKeyPem()),
        ca("a header", PEM.replaceFirst("-----\n", "-----\nComment: x\n\n")),
        ca("X509 CERTIFICATE", PEM.replace("CERTIFICATE", "X509 CERTIFICATE")),
        ca("TRUSTED CERTIFICATE", trusted),
        ca(
            "TRUSTED CERTIFICATE with settings",
            Pem.block(
                "TRUSTED CERTIFICATE",
                Hex.decode(Hex.toHexString(der) + "300c300a06082b06010505070301"))),
        ca(
            "TRUSTED CERTIFICATE with bytes behind it",
            Pem.block("TRUSTED CERTIFICATE", Arrays.copyOf(der, der.length + 2))));
  }

  private static List<VerdictRow> revocationLists() throws Exception {
    byte[] list =
        new X509v2CRLBuilder(CA.certificate().getSubject(), new Date())
            .setNextUpdate(Date.from(Instant.now().plus(Duration.ofDays(9))))
            .addCRLEntry(BigInteger.TEN, new Date(), CRLReason.keyCompromise)
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(CA.keys().getPrivate()))
            .getEncoded();
    String pem = Pem.block("X509 CRL", list);
    return List.of(
        ca("with a revocation list", PEM + pem),
        ca("behind a revocation list", pem + PEM),
        ca("only a revocation list", pem),
        ca("with a damaged revocation list", PEM + Pem.block("X509 CRL", Arrays.copyOf(list, 99))),
        ca(
            "with bytes behind the revocation list",
            PEM + Pem.block("X509 CRL", Arrays.copyOf(list, list.length + 2))));
  }
}
