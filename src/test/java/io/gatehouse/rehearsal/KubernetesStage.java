package io.gatehouse.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.gatehouse.rehearsal.Site.KubernetesObject;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.IssuedCertificate;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.bouncycastle.asn1.x509.GeneralName;

/** As much of a Kubernetes API as the program asks for, over TLS and HTTP/2 as the real one. */
final class KubernetesStage implements Stage {

  private static final String END = "";

  private final Path folder;
  private final int port = FreePorts.next();
  private final List<KubernetesObject> objects;
  private final Map<String, BlockingQueue<String>> events = new ConcurrentHashMap<>();
  private final Tomcat tomcat = new Tomcat();

  /**
   * @param folder for its certificate and kubeconfig; exists
   * @param objects are listed; later ones are told to watches
   */
  KubernetesStage(Path folder, List<KubernetesObject> objects)
      throws IOException, LifecycleException {
    this.folder = folder;
    this.objects = objects;
    IssuedCertificate certificate =
        Certificates.leaf("api").alternativeNames(GeneralName.iPAddress, "127.0.0.1").issue();
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig(certificate));
    Files.writeString(folder.resolve("api.crt"), certificate.certificatePem());
    Files.writeString(folder.resolve("api.key"), certificate.keyPem());
    tomcat.setBaseDir(folder.toString());
    tomcat.setConnector(connector());
    Tomcat.addServlet(tomcat.addContext("", folder.toString()), "api", new Api()).addMapping("/*");
    tomcat.start();
  }

  private Connector connector() {
    SSLHostConfig tls = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateFile(folder.resolve("api.crt").toString());
    certificate.setCertificateKeyFile(folder.resolve("api.key").toString());
    tls.addCertificate(certificate);
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(port);
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    connector.addSslHostConfig(tls);
    connector.addUpgradeProtocol(new Http2Protocol());
    return connector;
  }

  private String kubeconfig(IssuedCertificate certificate) {
    return """
        {"apiVersion": "v1", "kind": "Config", "current-context": "api",
          "clusters": [{"name": "api", "cluster": {"server": "https://127.0.0.1:%d", "certificate-authority-data": "%s"}}],
          "users": [{"name": "api", "user": {"token": "token"}}],
          "contexts": [{"name": "api", "context": {"cluster": "api", "user": "api"}}]}
        """
        .formatted(
            port, Base64.getEncoder().encodeToString(certificate.certificatePem().getBytes(UTF_8)));
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("gatehouse.source", "kubernetes", "gatehouse.xds.plaintext.enabled", "true");
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("KUBECONFIG", folder.resolve("kubeconfig").toString());
  }

  @Override
  public void put(KubernetesObject object) {
    events(object.plural())
        .add("{\"type\": \"MODIFIED\", \"object\": %s}".formatted(object.json()));
  }

  private BlockingQueue<String> events(String plural) {
    return events.computeIfAbsent(plural, each -> new LinkedBlockingQueue<>());
  }

  @Override
  public void close() {
    try {
      events.values().forEach(watch -> watch.add(END));
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Api extends HttpServlet {

    /** Not all that are asked for: clusters lack some, too. */
    private static final String SERVED =
        """
        {"resources": [{"name": "gateways"}, {"name": "virtualservices"}, {"name": "endpointslices"},
          {"name": "destinationrules"}, {"name": "serviceentries"}, {"name": "workloadentries"},
          {"name": "authorizationpolicies"}]}
        """;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("application/json");
      String path = request.getRequestURI();
      String last = path.substring(path.lastIndexOf('/') + 1);
      if (last.startsWith("v1")) {
        response.getWriter().print(SERVED);
      } else if (request.getParameter("watch") == null) {
        response.getWriter().print(list(last));
      } else {
        watch(events(last), response);
      }
    }

    private String list(String plural) {
      return objects.stream()
          .filter(object -> object.plural().equals(plural))
          .map(KubernetesObject::json)
          .collect(joining(",", "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [", "]}"));
    }

    private void watch(BlockingQueue<String> events, HttpServletResponse response)
        throws IOException {
      PrintWriter body = response.getWriter();
      response.flushBuffer();
      try {
        for (String event = events.take(); !event.equals(END); event = events.take()) {
          body.println(event);
          response.flushBuffer();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
