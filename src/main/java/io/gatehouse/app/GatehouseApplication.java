package io.gatehouse.app;

import io.gatehouse.admin.AdminConfiguration;
import io.gatehouse.cli.OfflineCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Import;

/** The program. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import(AdminConfiguration.class)
public class GatehouseApplication {

  /** Runs the server, or an offline command where the first argument names one. */
  public static void main(String[] args) throws InterruptedException {
    if (OfflineCommand.isMeant(args)) {
      // What there is to say is the command's output; the server's log would be in between.
      LoggingSystem.get(GatehouseApplication.class.getClassLoader()).beforeInitialize();
      System.exit(OfflineCommand.run(System.out, System.err, args));
    }
    SpringApplication.run(GatehouseApplication.class, args);
  }
}
