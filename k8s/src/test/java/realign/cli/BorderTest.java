package realign.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ch.qos.logback.classic.spi.Configurator;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the operator's program must not see, so that it starts fast. */
@AnalyzeClasses(packages = "realign.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class BorderTest {

  @ArchTest
  static final ArchRule SEES_NEITHER_TENSORS_NOR_JOBS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai.djl..",
              "jakarta.batch..",
              "org.jberet..",
              "realign.batch..",
              "realign.model..",
              "realign.training..",
              "realign.data..",
              "realign.stage..");

  @ArchTest
  static final ArchRule ONLY_WHAT_IS_FOUND_BY_NAME_IS_PUBLIC =
      classes()
          .that()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .haveSimpleName("Main")
          .orShould()
          .implement(Configurator.class);

  @ArchTest
  static final ArchRule ONLY_ONE_CLASS_KNOWS_THE_BAR =
      noClasses()
          .that()
          .doNotHaveSimpleName("TerminalProgress")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("me.tongfei..");
}
