package io.gatehouse.admin.web;

import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Nothing here is bound to annotated beans, so the bean validation library is not started. */
@Component
final class NoValidation implements WebMvcConfigurer, Validator {

  @Override
  public Validator getValidator() {
    return this;
  }

  @Override
  public boolean supports(Class<?> type) {
    return true;
  }

  @Override
  public void validate(Object target, Errors errors) {}
}
