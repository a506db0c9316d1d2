package realign.spec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A spec knows nothing of where and how it is executed. */
class SpecBordersTest {
  private final JavaClasses spec = imported("realign.spec");

  /** Without the classes of libraries, of which only the names matter. */
  private static JavaClasses imported(String name) {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(name);
  }

  @Test
  void dependsOnNoOtherPartOfTheProject() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "realign.spec..",
            "java..",
            "com.fasterxml.jackson..",
            "com.amazon.corretto..",
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
