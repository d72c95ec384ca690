package io.gatehouse.credential;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.gatehouse.testing.TestKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scratch. */
class CredentialVerdictIT {

  @TempDir Path directory;

  @Test
  void explore() throws Exception {
    List<VerdictRow> rows = new ArrayList<>();
    rows.addAll(KeyRows.all());
    rows.addAll(KeyFormRows.all());
    rows.addAll(CertificateRows.all());
    rows.addAll(PemRows.all());
    rows.addAll(CaBundleRows.all());
    Map<String, Secret> offered = new HashMap<>();
    Map<String, Assessment> verdicts = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      VerdictRow row = rows.get(i);
      offered.put(
          "raw-" + i,
          row.key().isPresent()
              ? SdsProbe.keyPair("raw-" + i, row.certificates(), row.key().get())
              : SdsProbe.caBundle("raw-" + i, row.certificates()));
      Assessment assessment = VerdictRow.assess(row);
      verdicts.put("raw-" + i, assessment);
      if (assessment.content().isPresent()) {
        Content c = assessment.content().get();
        offered.put(
            "out-" + i,
            c instanceof Content.KeyPair p
                ? SdsProbe.keyPair("out-" + i, p.chain(), p.privateKey())
                : SdsProbe.caBundle("out-" + i, ((Content.CaBundle) c).bundle()));
      }
    }
    Map<String, Map<String, String>> answers = new HashMap<>();
    for (String version : List.of("1.36.4", "1.40.0")) {
      try (SdsProbe probe = new SdsProbe(version, offered, TestKeys.named("rsa-a"), directory)) {
        answers.put(version, probe.answers());
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      String a = answers.get("1.36.4").get("raw-" + i);
      String b = answers.get("1.40.0").get("raw-" + i);
      String oa = answers.get("1.36.4").getOrDefault("out-" + i, "");
      String ob = answers.get("1.40.0").getOrDefault("out-" + i, "");
      Assessment v = verdicts.get("raw-" + i);
      boolean same = a.isEmpty() == b.isEmpty() && a.isEmpty() == v.verdict().servable();
      boolean outOk = oa.isEmpty() && ob.isEmpty();
      System.out.println(
          (same && outOk ? "   " : "###")
              + " "
              + rows.get(i)
              + " | "
              + v.verdict()
              + " | "
              + a
              + (a.equals(b) ? "" : " | 1.40: " + b)
              + (outOk ? "" : " OUT " + oa + ob)
              + " | "
              + (v.findings().isEmpty() ? "" : v.findings().get(0).sentence()));
    }
  }
}
