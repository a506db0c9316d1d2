package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ExitCode;

/** What the command says of itself. */
class HelpTest {
  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void world() {
    world = new TestWorld(folder);
  }

  @Test
  void topHelpListsTheCommands() {
    assertThat(world.realign("--help")).isZero();
    assertThat(world.out())
        .startsWith("Usage: realign")
        .contains("Commands:")
        .contains("  validate ")
        .contains("  plan ")
        .contains("  run ")
        .contains("  ls ")
        .contains("  status ")
        .contains("  submit ")
        .contains("  logs ")
        .contains("  stop ")
        .contains("  restart ")
        .contains("  schedule ")
        .contains("  checkpoint ")
        .contains("  recover ")
        .contains("  abandon ")
        .contains("  purge ")
        .contains("  fork ")
        .contains("  policy ")
        .contains("  doctor ")
        .contains("  report ")
        .contains("  export ")
        .contains("See realign help exit-codes and realign help environment.");
    String top = world.out();
    assertThat(world.realign("help")).isZero();
    assertThat(world.out()).isEqualTo(top);
  }

  @Test
  void exitCodesAreDocumentedEachOnce() {
    assertThat(world.realign("help", "exit-codes")).isZero();
    assertThat(world.out())
        .isEqualTo(
            """
            Exit codes; stable, so that scripts may rely on them.

               0  done; the gate passed, or there is none
               1  unexpected failure
               2  wrong use of the command
               3  invalid spec or data
               4  credentials are missing or were refused
               5  not found
               6  another attempt holds the scope, or has taken it over
               7  store or cluster unavailable after retries
              10  gate blocked; the champion is kept
              11  gate inconclusive; treated as blocked
              12  budget or deadline spent; the checkpoint is committed
              75  preempted; the checkpoint is committed, start again
             130  interrupted before a commit was possible
             143  terminated before a commit was possible

            run ends with the verdict of the gate; report only fetches it and ends with 0.
            A program that was killed (137, say for want of memory) is told as 1: the same
            run command goes on from the last commit.
            """);
    assertThat(ExitCode.values()).hasSize(14);
  }

  @Test
  void environmentIsDocumented() {
    assertThat(world.realign("help", "environment")).isZero();
    assertThat(world.out())
        .contains("REALIGN_STORE ")
        .contains("REALIGN_THREADS ")
        .contains("REALIGN_WORK ")
        .contains("NO_COLOR ")
        .contains("REALIGN_BATCH_JAVA_OPTS ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate",
        "plan",
        "run",
        "ls",
        "status",
        "submit",
        "logs",
        "stop",
        "restart",
        "schedule",
        "schedule ls",
        "schedule suspend",
        "schedule resume",
        "schedule run-now",
        "recover",
        "abandon",
        "purge",
        "policy",
        "render",
        "doctor",
        "checkpoint",
        "checkpoint ls",
        "checkpoint show",
        "checkpoint verify",
        "checkpoint diff",
        "checkpoint prune",
        "checkpoint pin",
        "checkpoint unpin",
        "report",
        "export",
        "version",
        "completion",
        "help"
      })
  void everyCommandHasHelp(String command) {
    assertThat(world.realign((command + " --help").split(" "))).isZero();
    assertThat(world.out()).startsWith("Usage: realign " + command).contains("--verbose");
    assertThat(world.err()).isEmpty();
    String help = world.out();
    assertThat(world.realign(("help " + command).split(" "))).isZero();
    assertThat(world.out()).isEqualTo(help);
  }

  @Test
  void runHelpNamesItsOptions() {
    world.realign("run", "--help");
    assertThat(world.out())
        .contains("--store=ADDRESS")
        .contains("--target=FILE")
        .contains("--run=ID")
        .contains("--fresh")
        .contains("--require-checkpoint")
        .contains("--stop-after=STAGE")
        .contains("--force")
        .contains("--threads=N")
        .contains("--work=DIR");
  }

  @Test
  void wrongUseEndsWithTwoAndAHint() {
    assertThat(world.realign("statsu", "x")).isEqualTo(2);
    assertThat(world.err()).startsWith("error: ").contains("status");
    assertThat(world.realign()).isEqualTo(2);
    assertThat(world.err()).contains("a command is missing");
    assertThat(world.realign("help", "exit-code")).isEqualTo(2);
    assertThat(world.err()).contains("Did you mean exit-codes?");
    assertThat(world.realign("help", "checkpoint", "vrify")).isEqualTo(2);
    assertThat(world.err()).contains("Did you mean verify?");
    assertThat(world.realign("status", "x", "-o", "xml")).isEqualTo(2);
    assertThat(world.realign("plan")).isEqualTo(2);
    assertThat(world.err()).contains("SPEC").contains("See realign plan --help.");
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertThat(world.realign("version")).isZero();
    assertThat(world.out()).matches("(?s)realign [0-9]+\\.[0-9]+\\.[0-9]+\njava .*");
    assertThat(world.realign("version", "-o", "json")).isZero();
    assertThat(JsonDocuments.single(world.out(), "version").path("version").asText())
        .matches("[0-9.]+");
  }

  @Test
  void completionIsAScript() {
    assertThat(world.realign("completion")).isZero();
    assertThat(world.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("realign")
        .contains("_picocli_realign_checkpoint_verify");
  }

  @Test
  void coloursOnlyForAPersonWhoWantsThem() {
    world.realign("status", "none");
    assertThat(world.err()).doesNotContain("\u001b[");
    world.atTerminal().realign("status", "none");
    assertThat(world.err()).contains("\u001b[31;1merror:\u001b[0m");
    world.realign("status", "none", "--no-color");
    assertThat(world.err()).doesNotContain("\u001b[");
    world.environment.put("NO_COLOR", "1");
    world.realign("status", "none");
    assertThat(world.err()).doesNotContain("\u001b[");
  }

  @Test
  void aStackTraceOnlyWhenAskedFor() {
    world.realign("status", "none", "--verbose");
    assertThat(world.err()).contains("\tat realign.cli.");
  }
}
