package io.gatehouse.admin.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** What Tomcat itself refuses, or what fails outside of controllers, is a problem detail too. */
public final class ProblemValve extends ErrorReportValve {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);

  @Override
  protected void report(Request request, Response response, Throwable failure) {
    int status = response.getStatus();
    if (status < HttpStatus.BAD_REQUEST.value()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      HttpServletResponse answer = response.getResponse();
      SecurityHeaders.add(answer);
      HttpStatus known = HttpStatus.resolve(status);
      ProblemJson.write(
          answer,
          known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known,
          status < HttpStatus.INTERNAL_SERVER_ERROR.value()
              ? "The request is not well formed HTTP, or larger than is accepted."
              : "The request could not be answered; the log says why.");
      response.finishResponse();
    } catch (IOException gone) {
      LOG.debug("A client went away before it was told of an error.");
    }
  }
}
