package realign.spec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A spec knows nothing of where and how it is executed. */
class SpecBordersTest {
  private final JavaClasses spec =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("realign.spec");

  @Test
  void dependsOnNoOtherPartOfTheProject() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "realign.spec..",
            "java..",
            "com.fasterxml.jackson..",
            "org.yaml..",
            "org.slf4j..",
            "org.jspecify..")
        .check(spec);
  }

  @Test
  void onlyTheBindingKnowsYaml() {
    noClasses()
        .that()
        .resideOutsideOfPackage("realign.spec.binding")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.yaml..")
        .check(spec);
  }
}
