package io.gatehouse.app;

import io.gatehouse.admin.AdminConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The program. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import(AdminConfiguration.class)
public class GatehouseApplication {

  public static void main(String[] args) {
    SpringApplication.run(GatehouseApplication.class, args);
  }
}
