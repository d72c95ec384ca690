package io.gatehouse.testing;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;

/**
 * An upstream that takes HTTP/1.1 and HTTP/2 without TLS and answers with which it was asked in.
 */
public final class ProtocolServer implements AutoCloseable {

  private final Tomcat tomcat = new Tomcat();

  private ProtocolServer(Path directory) throws LifecycleException {
    tomcat.setBaseDir(directory.toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.addUpgradeProtocol(new Http2Protocol());
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", directory.toString());
    Tomcat.addServlet(context, "protocol", new Protocol()).addMapping("/*");
    tomcat.start();
  }

  /**
   * @param directory for what Tomcat writes
   */
  public static ProtocolServer start(Path directory) {
    try {
      return new ProtocolServer(directory);
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  private static final class Protocol extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getWriter().print(request.getProtocol());
    }
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
