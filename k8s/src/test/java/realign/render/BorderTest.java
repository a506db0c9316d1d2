package realign.render;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** Rendering is a function of spec and target: no cluster, no store, no clock, no environment. */
@AnalyzeClasses(packages = "realign.render", importOptions = ImportOption.DoNotIncludeTests.class)
class BorderTest {

  @ArchTest
  static final ArchRule TOUCHES_NEITHER_CLUSTER_NOR_STORE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.kubernetes.client.openapi.apis..",
              "io.kubernetes.client.util.generic..",
              "java.net.http..",
              "okhttp3..",
              "java.nio.file..",
              "realign.store..",
              "realign.log..",
              "realign.cluster..",
              "realign.coordinator..",
              "realign.cli..");

  @ArchTest
  static final ArchRule KNOWS_NO_TIME =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule READS_NO_ENVIRONMENT =
      noClasses()
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);
}
