package io.gatehouse.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program. */
@SpringBootApplication
public class GatehouseApplication {

  public static void main(String[] args) {
    SpringApplication.run(GatehouseApplication.class, args);
  }
}
