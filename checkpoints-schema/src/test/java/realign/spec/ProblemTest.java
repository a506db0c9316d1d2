package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private static final Problem RANK =
      new Problem("RLN-104", "rank", "0", "must be at least 1", "Use 1 or more");

  @Test
  void whatCannotBeSeenIsQuoted() {
    assertThat(new Problem("RLN-101", "store", "a ", "must end", "End it").toString())
        .isEqualTo("store must end, but is \"a \". End it. [RLN-101]");
    assertThat(new Problem("RLN-101", "store", "", "must be given", "Give it").toString())
        .contains("but is \"\".");
  }

  @Test
  void readsAsOneLine() {
    assertThat(RANK.under("align.lora").at("nightly.yaml:12"))
        .hasToString(
            "nightly.yaml:12: align.lora.rank must be at least 1, but is 0. Use 1 or more."
                + " [RLN-104]");
  }

  @Test
  void aPartOfAListIsJoinedWithoutADot() {
    Problem problem = new Problem("RLN-110", "[1]", null, "must not be given twice", "Remove it");
    assertThat(problem.under("seeds").path()).isEqualTo("seeds[1]");
  }

  @Test
  void settingsThatARuleReadsMoveAlong() {
    assertThat(RANK.readsAlso("alpha").under("align.lora").related())
        .containsExactly("align.lora.alpha");
  }

  @Test
  void aHostileValueNeitherFloodsNorSteersATerminal() {
    String hostile = "\u001b[2J\u202e" + "x".repeat(10_000);
    Problem problem = new Problem("RLN-103", hostile, hostile, hostile, hostile).at(hostile);
    assertThat(problem.toString()).hasSizeLessThan(5000).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void anIdHasTheCommonForm() {
    assertThatThrownBy(() -> new Problem("104", "rank", null, "must be", "Fix"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageShowsNoMoreThanAPersonReads() {
    ProblemException e = new ProblemException(ExitCode.INVALID, Collections.nCopies(1000, RANK));
    assertThat(e).message().hasLineCount(101).endsWith("... and 900 more");
    assertThat(e.problems()).hasSize(1000);
  }

  @Test
  void allAreThrownAtOnce() {
    Problems problems = new Problems();
    problems.throwIfAny(ExitCode.INVALID);
    problems.add(RANK);
    problems.require(true, () -> RANK);
    problems.require(false, () -> RANK.at("a:1"));

    assertThatThrownBy(() -> problems.throwIfAny(ExitCode.INVALID))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID);
              assertThat(e.problems()).hasSize(2);
              assertThat(e).message().hasLineCount(2);
            });
  }
}
