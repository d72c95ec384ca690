package io.gatehouse.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;

/**
 * An upstream behind TLS that tells what it was shown: the server name, and who the client is, on
 * each connection once.
 */
public final class TlsEchoServer implements AutoCloseable {

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private TlsEchoServer(SSLContext tls, boolean mutual) throws IOException {
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters own = tls.getDefaultSSLParameters();
            own.setNeedClientAuth(mutual);
            parameters.setSSLParameters(own);
          }
        });
    server.createContext("/", this::tell);
    server.setExecutor(threads);
    server.start();
  }

  /** One that asks nobody for a certificate. */
  public static TlsEchoServer simple(IssuedCertificate own) {
    return start(own, own, false);
  }

  /**
   * @param ca whom clients' certificates must come from
   */
  public static TlsEchoServer mutual(IssuedCertificate own, IssuedCertificate ca) {
    return start(own, ca, true);
  }

  private static TlsEchoServer start(IssuedCertificate own, IssuedCertificate ca, boolean mutual) {
    try {
      return new TlsEchoServer(context(own, ca), mutual);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext context(IssuedCertificate own, IssuedCertificate ca) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      store.setCertificateEntry("ca", certificate(ca));
      store.setKeyEntry(
          "own", own.keys().getPrivate(), new char[0], new Certificate[] {certificate(own)});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Certificate certificate(IssuedCertificate issued) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(
            new ByteArrayInputStream(issued.certificatePem().getBytes(StandardCharsets.US_ASCII)));
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void tell(HttpExchange exchange) throws IOException {
    ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
    String text = "sni: " + sni(session.getRequestedServerNames()) + "\n" + client(session);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String sni(List<SNIServerName> names) {
    return names.isEmpty() ? "" : ((SNIHostName) names.get(0)).getAsciiName();
  }

  private static String client(ExtendedSSLSession session) {
    try {
      X509Certificate client = (X509Certificate) session.getPeerCertificates()[0];
      return "client: " + client.getSerialNumber() + "\n";
    } catch (SSLPeerUnverifiedException nobody) {
      return "client:\n";
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
