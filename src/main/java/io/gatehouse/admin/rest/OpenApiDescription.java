package io.gatehouse.admin.rest;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The head of the OpenAPI description. */
@Configuration(proxyBeanMethods = false)
class OpenApiDescription {

  @Bean
  @Lazy
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Gatehouse")
                .version("v1")
                .description(
                    "What serves each host, what is wrong, in which object and field, and what to"
                        + " do. Read only; never key material. Each answer is a readable table too"
                        + " (Accept: text/plain)."));
  }
}
