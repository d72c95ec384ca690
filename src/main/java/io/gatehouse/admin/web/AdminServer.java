package io.gatehouse.admin.web;

import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** How Tomcat differs from its defaults. */
@Component
final class AdminServer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    // Node ids may hold slashes; a path's segments are told apart before they are decoded.
    factory.addConnectorCustomizers(
        connector -> {
          connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
          connector.setEncodedReverseSolidusHandling(
              EncodedSolidusHandling.PASS_THROUGH.getValue());
        });
    factory.addContextCustomizers(
        context ->
            ((StandardHost) context.getParent())
                .setErrorReportValveClass(ProblemValve.class.getName()));
  }
}
