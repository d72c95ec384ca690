package io.gatehouse.admin.web;

import io.gatehouse.finding.ForeignText;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every error that a controller or the lack of one gives, as a problem detail in our words. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(failure, status));
    return super.createResponseEntity(problem, headers, status, request);
  }

  /** What nobody expected. The message of an exception may quote anything: it stays here. */
  @ExceptionHandler(Exception.class)
  ProblemDetail unexpected(Exception failure) {
    String id = UUID.randomUUID().toString();
    LOG.error("A request could not be answered, id={}", id, failure);
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "The request could not be answered; the log says why, at id " + id + ".");
  }

  private static String detail(Exception failure, HttpStatusCode status) {
    if (failure instanceof ErrorResponseException own) {
      return own.getBody().getDetail();
    }
    if (failure instanceof NoResourceFoundException missing) {
      return "There is nothing at /"
          + ForeignText.shown(missing.getResourcePath())
          + ". The interface is under /api/v1, described at /v3/api-docs and /swagger-ui.html.";
    }
    if (failure instanceof HttpRequestMethodNotSupportedException) {
      return "This interface is read only: use GET or HEAD.";
    }
    if (failure instanceof HttpMediaTypeNotAcceptableException) {
      return "Answers are application/json or text/plain: accept one of them.";
    }
    if (failure instanceof MissingServletRequestParameterException missing) {
      return "The parameter " + missing.getParameterName() + " is missing.";
    }
    if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
      return "The value of the parameter " + mismatch.getName() + " is not of the right kind.";
    }
    if (failure instanceof TypeMismatchException) {
      return "The value of a parameter is not of the right kind.";
    }
    return status.is4xxClientError()
        ? "The request cannot be understood."
        : "The request could not be answered.";
  }
}
