package io.gatehouse.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * One HTTP/1.1 request over a connection of its own to a port of this machine, with any host, SNI
 * and client certificate.
 */
public final class HttpProbe {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final String address;
  private final int port;
  private final Optional<SSLContext> tls;
  private final Consumer<SSLParameters> peculiarity;

  private HttpProbe(
      String address, int port, Optional<SSLContext> tls, Consumer<SSLParameters> peculiarity) {
    this.address = address;
    this.port = port;
    this.tls = tls;
    this.peculiarity = peculiarity;
  }

  private HttpProbe(int port, Optional<SSLContext> tls) {
    this("127.0.0.1", port, tls, parameters -> {});
  }

  public static HttpProbe plain(int port) {
    return new HttpProbe(port, Optional.empty());
  }

  /** One that speaks no other version than {@code protocol}, for example {@code TLSv1.2}. */
  public HttpProbe speaking(String protocol) {
    return with(parameters -> parameters.setProtocols(new String[] {protocol}));
  }

  /** One that speaks TLS 1.2 with no other suite than {@code cipher}, by its IANA name. */
  public HttpProbe ciphering(String cipher) {
    return speaking("TLSv1.2")
        .with(parameters -> parameters.setCipherSuites(new String[] {cipher}));
  }

  private HttpProbe with(Consumer<SSLParameters> change) {
    return new HttpProbe(address, port, tls, peculiarity.andThen(change));
  }

  /**
   * @param ca whom the server's certificate must come from
   */
  public static HttpProbe tls(int port, IssuedCertificate ca) {
    return new HttpProbe(port, Optional.of(context(ca, Optional.empty())));
  }

  /**
   * @param own the client's certificate
   */
  public static HttpProbe tls(int port, IssuedCertificate ca, IssuedCertificate own) {
    return new HttpProbe(port, Optional.of(context(ca, Optional.of(own))));
  }

  /** The same at another address of this machine. */
  public HttpProbe at(String other) {
    return new HttpProbe(other, port, tls, peculiarity);
  }

  /** A connection, after its handshake; {@code host} is the SNI name. */
  public Socket connect(String host, String... alpn) throws IOException {
    return connect(host, new byte[0], alpn);
  }

  /**
   * As {@link #connect(String, String...)}.
   *
   * @param preamble what is sent before anything else
   */
  public Socket connect(String host, byte[] preamble, String... alpn) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
    socket.getOutputStream().write(preamble);
    if (tls.isEmpty()) {
      return socket;
    }
    SSLSocket secure =
        (SSLSocket) tls.get().getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setApplicationProtocols(alpn);
    peculiarity.accept(parameters);
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /** A GET; {@code headers} are whole lines. */
  public Answer get(String host, String path, String... headers) throws IOException {
    try (Socket socket = connect(host)) {
      String[] all = Arrays.copyOf(headers, headers.length + 1);
      all[headers.length] = "Connection: close";
      return get(socket, host, path, all);
    }
  }

  /** A GET on a connection that stays open where the answer has a {@code content-length}. */
  public static Answer get(Socket socket, String host, String path, String... headers)
      throws IOException {
    return send(socket, "GET", host, path, headers);
  }

  /** As {@link #get(Socket, String, String, String...)}, by another method; without a body. */
  public static Answer send(
      Socket socket, String method, String host, String path, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host);
    for (String header : headers) {
      request.append("\r\n").append(header);
    }
    socket
        .getOutputStream()
        .write(request.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
    return Answer.read(socket.getInputStream());
  }

  private static SSLContext context(IssuedCertificate ca, Optional<IssuedCertificate> own) {
    try {
      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("ca", certificate(ca));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] identity = own.stream().map(OneIdentity::new).toArray(KeyManager[]::new);
      context.init(identity, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    return store;
  }

  private static Certificate certificate(IssuedCertificate issued) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(
            new ByteArrayInputStream(issued.certificatePem().getBytes(StandardCharsets.US_ASCII)));
  }

  /** What came back. */
  public record Answer(int status, List<String> headers, String body) {

    /** The value of the first header of that name; empty where there is none. */
    public String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ": ";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .findFirst()
          .orElse("");
    }

    public static Answer read(InputStream in) throws IOException {
      String[] head = head(in).split("\r\n");
      Answer answer =
          new Answer(
              Integer.parseInt(head[0].split(" ")[1]), List.of(head).subList(1, head.length), "");
      String length = answer.header("content-length");
      byte[] body = length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
      return new Answer(
          answer.status(), answer.headers(), new String(body, StandardCharsets.UTF_8));
    }

    private static String head(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the connection ended within the head: " + head);
        }
        head.append((char) next);
      }
      return head.toString();
    }
  }
}
