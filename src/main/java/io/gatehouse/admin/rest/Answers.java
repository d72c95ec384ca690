package io.gatehouse.admin.rest;

import io.gatehouse.finding.ForeignText;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What controllers' answers have in common. */
final class Answers {

  static final String JSON = MediaType.APPLICATION_JSON_VALUE;
  static final String TEXT = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8";

  private Answers() {}

  static String shown(Object fromOutside) {
    return ForeignText.shown(fromOutside.toString());
  }

  static ErrorResponseException notFound(String sentence) {
    return problem(HttpStatus.NOT_FOUND, sentence);
  }

  static ErrorResponseException badRequest(String sentence) {
    return problem(HttpStatus.BAD_REQUEST, sentence);
  }

  private static ErrorResponseException problem(HttpStatus status, String sentence) {
    return new ErrorResponseException(
        status, ProblemDetail.forStatusAndDetail(status, sentence), null);
  }
}
