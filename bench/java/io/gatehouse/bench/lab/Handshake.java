package io.gatehouse.bench.lab;

import io.gatehouse.testing.Trusting;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A handshake with Envoy, on a connection of its own. */
public final class Handshake {

  private static final int PORT = 8443;

  private Handshake() {}

  /** The common name of the certificate that is served for a host. */
  public static String commonName(String host) throws IOException {
    // A context of its own, so that no earlier session is resumed: that would show no certificate.
    SSLContext context = Trusting.context();
    try (Socket plain = new Socket("127.0.0.1", PORT);
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(plain, host, PORT, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(5_000);
      socket.startHandshake();
      X509Certificate served = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return served.getSubjectX500Principal().getName().replaceFirst("CN=", "");
    }
  }
}
