package io.gatehouse.admin;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Fails as nobody expects, with a message that must not be told. */
@RestController
class FailingController {

  static final String MESSAGE = "quotes -----BEGIN PRIVATE KEY-----";

  @GetMapping("/test/failing")
  String fail() {
    throw new IllegalStateException(MESSAGE);
  }
}
