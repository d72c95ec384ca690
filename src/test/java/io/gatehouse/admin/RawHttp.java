package io.gatehouse.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** An HTTP client that sends exactly what it is told: any method, path and header. */
public final class RawHttp {

  /**
   * An answer.
   *
   * @param head status line and headers, lower case
   */
  public record Answer(int status, String head, String body) {

    public String header(String name) {
      return Arrays.stream(head.split("\r\n"))
          .filter(line -> line.startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("");
    }
  }

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /** GET with {@code Host: 127.0.0.1} and these headers more. */
  public Answer get(String path, String... headers) {
    return send("GET", path, "127.0.0.1:" + port, headers);
  }

  public Answer send(String method, String path, String host, String... headers) {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    request.append("Host: ").append(host).append("\r\nConnection: close\r\n");
    Arrays.stream(headers).forEach(header -> request.append(header).append("\r\n"));
    return exchange(request.append("\r\n").toString());
  }

  public Answer exchange(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
      String body = answer.substring(end + 4);
      return new Answer(
          Integer.parseInt(head.substring(9, 12)),
          head,
          head.contains("transfer-encoding: chunked") ? dechunked(body) : body);
    } catch (IOException failed) {
      throw new AssertionError("no answer", failed);
    }
  }

  /** Enough for answers whose characters are one byte each, or that come in one chunk. */
  private static String dechunked(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder whole = new StringBuilder();
    int at = 0;
    while (true) {
      int lineEnd = at;
      while (bytes[lineEnd] != '\r') {
        lineEnd++;
      }
      int size =
          Integer.parseInt(new String(bytes, at, lineEnd - at, StandardCharsets.US_ASCII), 16);
      if (size == 0) {
        return whole.toString();
      }
      whole.append(new String(bytes, lineEnd + 2, size, StandardCharsets.UTF_8));
      at = lineEnd + 2 + size + 2;
    }
  }
}
