package io.gatehouse.credential;

import static io.gatehouse.credential.VerdictRow.pair;

import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.Pem;
import io.gatehouse.testing.TestKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Good credentials, each with one byte changed, added or left out: the same in every run. */
final class MutantRows {

  private static final IssuedCertificate RSA = TestKeys.named("rsa-a");
  private static final IssuedCertificate EC = TestKeys.named("ec-a");

  private final Random random = new Random(20261124);

  private MutantRows() {}

  /** Of each kind of block that many. */
  static List<VerdictRow> all(int count) {
    MutantRows mutants = new MutantRows();
    List<VerdictRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "mutant " + i + " of ";
      rows.add(pair(name + "a certificate", mutants.of(EC.certificatePem()), EC.keyPem()));
      rows.add(mutants.key(name + "a key in PKCS#8", RSA, RSA.keyPem()));
      rows.add(mutants.key(name + "a key in PKCS#1", RSA, RSA.traditionalKeyPem()));
      rows.add(mutants.key(name + "a key in SEC1", EC, EC.traditionalKeyPem()));
      rows.add(VerdictRow.ca(name + "a CA", mutants.of(TestKeys.ca("a").certificatePem())));
    }
    return rows;
  }

  private VerdictRow key(String what, IssuedCertificate certificate, String pem) {
    return pair(what, certificate.certificatePem(), of(pem));
  }

  private String of(String pem) {
    String label = pem.substring("-----BEGIN ".length(), pem.indexOf("-----\n"));
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*", ""));
    return Pem.block(label, of(der));
  }

  private byte[] of(byte[] good) {
    int position = random.nextInt(good.length);
    byte[] rest = Arrays.copyOfRange(good, position + 1, good.length);
    byte[] changed = {(byte) random.nextInt(256), good[position]};
    int kept = random.nextInt(3);
    byte[] mutant = Arrays.copyOf(good, position + kept + rest.length);
    System.arraycopy(changed, 0, mutant, position, kept);
    System.arraycopy(rest, 0, mutant, position + kept, rest.length);
    return mutant;
  }
}
