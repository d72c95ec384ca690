package io.gatehouse.testing;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows its certificate to every server, also to one that wants those of other CAs. */
final class OneIdentity extends X509ExtendedKeyManager {

  private static final String NAME = "own";

  private final IssuedCertificate own;

  OneIdentity(IssuedCertificate own) {
    this.own = own;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return NAME;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(own.chainPem().getBytes(StandardCharsets.US_ASCII)))
          .toArray(X509Certificate[]::new);
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return own.keys().getPrivate();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return new String[] {NAME};
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return new String[0];
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
