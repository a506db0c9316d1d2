package realign.batch;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Borders between the packages of the program. */
@AnalyzeClasses(packages = "realign", importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {

  @ArchTest
  static final ArchRule ONLY_BATCH_SEES_THE_BATCH_API =
      noClasses()
          .that()
          .resideOutsideOfPackage("realign.batch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..", "org.jberet..", "org.jboss..", "com.zaxxer..", "org.h2..");

  @ArchTest
  static final ArchRule NOBODY_SEES_BATCH =
      noClasses()
          .that()
          .resideOutsideOfPackage("realign.batch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("realign.batch..");

  @ArchTest
  static final ArchRule ONLY_MODEL_AND_TRAINING_SEE_THE_ENGINE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "realign.data..", "realign.attack..", "realign.probe..", "realign.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..");

  /** Its array types include some that end the process; and what is placed there is converted. */
  @ArchTest
  static final ArchRule ARRAYS_ARE_TYPED_AND_PLACED_AT_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("realign.model.Engine")
          .and()
          .doNotHaveFullyQualifiedName("realign.model.HostArrays")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("ai.djl.ndarray.types.DataType")
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(NDArray.class)))
                  .and(target(nameMatching("toDevice|toType"))));

  /** To read an array is to wait for the device, and to copy from it. */
  @ArchTest
  static final ArchRule ARRAYS_ARE_READ_AT_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("realign.model.HostArrays")
          .should()
          .callMethodWhere(
              target(owner(assignableTo(NDArray.class)))
                  .and(
                      target(
                          nameMatching(
                              "to(|[A-Z][a-z0-9]*)(Array|ByteBuffer)|get(Float|Double|Long|Int|Boolean|Byte)"))));

  @ArchTest
  static final ArchRule ONLY_CHAT_SEES_JINJA =
      noClasses()
          .that()
          .resideOutsideOfPackage("realign.chat..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.hubspot..", "jinjava..");

  @ArchTest
  static final ArchRule REPORTS_KNOW_NO_MODEL =
      noClasses()
          .that()
          .resideInAPackage("realign.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("realign.model..", "realign.training..", "realign.data..");

  @ArchTest
  static final ArchRule THE_CONTRACT_KNOWS_NO_PROGRAM =
      noClasses()
          .that()
          .resideInAnyPackage(
              "realign.spec..",
              "realign.store..",
              "realign.log..",
              "realign.result..",
              "realign.safetensors..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "realign.batch..",
              "realign.stage..",
              "realign.model..",
              "realign.training..",
              "realign.data..",
              "realign.probe..",
              "realign.report..");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("realign.(*)..").should().beFreeOfCycles();
}
