package io.gatehouse.testing;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;

/** A client that trusts everybody: it only asks who answers. */
public final class TlsClient {

  private TlsClient() {}

  /** The certificate that a server on this machine shows, and has the key of. */
  public static X509Certificate certificateAt(int port) throws IOException {
    try (Socket socket = Trusting.context().getSocketFactory().createSocket("127.0.0.1", port)) {
      SSLSocket tls = (SSLSocket) socket;
      tls.startHandshake();
      return (X509Certificate) tls.getSession().getPeerCertificates()[0];
    }
  }
}
