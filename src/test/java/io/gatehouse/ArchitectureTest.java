package io.gatehouse;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms: data goes one way, from sources to Envoys. */
@AnalyzeClasses(packages = "io.gatehouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule rooms_are_used_only_by_those_further_down_the_way =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("finding")
          .definedBy("..finding..")
          .layer("resource")
          .definedBy("..resource..")
          .layer("view")
          .definedBy("..view..")
          .layer("credential")
          .definedBy("..credential..")
          .layer("model")
          .definedBy("..model..")
          .layer("translate")
          .definedBy("..translate..")
          .layer("envoy")
          .definedBy("..gatehouse.envoy..")
          .layer("xds")
          .definedBy("..xds..")
          .layer("pipeline")
          .definedBy("..pipeline..")
          .layer("status")
          .definedBy("..gatehouse.status..")
          .layer("admin")
          .definedBy("..admin..")
          .layer("kubernetes")
          .definedBy("..gatehouse.kubernetes..")
          .layer("files")
          .definedBy("..files..")
          .layer("cli")
          .definedBy("..cli..")
          .layer("app")
          .definedBy("..app..")
          .whereLayer("finding")
          .mayNotAccessAnyLayer()
          .whereLayer("resource")
          .mayOnlyAccessLayers("finding")
          .whereLayer("view")
          .mayOnlyAccessLayers("finding", "resource")
          .whereLayer("credential")
          .mayOnlyAccessLayers("finding", "resource")
          .whereLayer("model")
          .mayOnlyAccessLayers("finding")
          .whereLayer("translate")
          .mayOnlyAccessLayers("finding", "resource", "view", "credential", "model")
          .whereLayer("envoy")
          .mayOnlyAccessLayers("finding", "resource", "credential", "model")
          .whereLayer("xds")
          .mayOnlyAccessLayers("finding")
          .whereLayer("pipeline")
          .mayOnlyAccessLayers(
              "finding", "resource", "view", "credential", "model", "translate", "envoy", "xds")
          .whereLayer("status")
          .mayOnlyAccessLayers("finding", "resource", "view", "credential", "model", "xds")
          .whereLayer("admin")
          .mayOnlyAccessLayers(
              "finding", "resource", "view", "credential", "model", "xds", "status")
          .whereLayer("kubernetes")
          .mayOnlyAccessLayers("finding", "resource", "view")
          .whereLayer("files")
          .mayOnlyAccessLayers("finding", "resource", "view")
          .whereLayer("cli")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule the_middle_is_pure =
      noClasses()
          .that(
              resideInAPackage("..translate..")
                  .or(resideInAPackage("..model.."))
                  .or(resideInAPackage("..credential..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "com.google.protobuf..",
              "io.envoyproxy..",
              "io.grpc..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.net.http..")
          .because(
              "the same objects give the same bytes, wherever and whenever they are translated");

  @ArchTest
  static final ArchRule the_clock_is_read_at_the_edges =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..translate..", "..credential..", "..gatehouse.envoy..", "..resource..", "..model..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule streams_never_look_into_a_resource =
      noClasses()
          .that()
          .resideInAPackage("..xds..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.envoyproxy.envoy.config.cluster..",
              "io.envoyproxy.envoy.config.endpoint..",
              "io.envoyproxy.envoy.config.listener..",
              "io.envoyproxy.envoy.config.route..",
              "io.envoyproxy.envoy.extensions..");

  @ArchTest
  static final ArchRule spring_is_wiring_and_rest =
      noClasses()
          .that()
          .resideOutsideOfPackages("..admin..", "..app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule expressions_of_users_run_in_linear_time =
      noClasses()
          .that()
          .resideInAnyPackage("..translate..", "..gatehouse.status..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.regex.Pattern")
          .because("users' expressions are RE2 (com.google.re2j)");

  @ArchTest
  static final ArchRule names_say_what_a_class_does =
      classes().should().haveNameNotMatching(".*(Manager|Helper|Utils?)$");
}
