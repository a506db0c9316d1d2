package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.ScopeHeldException;
import realign.log.ScopeView;
import realign.spec.ExitCode;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/** Real processes on the real chain: killed, terminated, left by their parent, overtaken. */
class ProcessRestartTest {
  @TempDir static Path folder;
  private static TinyRun tiny;
  private static List<String> expected;

  private String address;
  private ObjectStore store;

  @BeforeAll
  static void undisturbedRun() {
    tiny = new TinyRun(folder);
    MemoryStore undisturbed = new MemoryStore();
    tiny.submit(undisturbed);
    tiny.run(undisturbed, new StopSignal(), HaltPoints.NONE);
    expected = tiny.results(undisturbed);
  }

  @BeforeEach
  void submit(@TempDir Path own) {
    address = "file:" + own;
    store = ObjectStores.open(address);
    tiny.submit(store);
  }

  @Test
  void everyClassOfPointInOneRunThatIsKilledAgainAndAgain() {
    List<String> points =
        List.of(
            "halt AFTER_READ align-000 align 2",
            "halt IN_STEP . . 2",
            "store before-blob:3",
            "store after-blob:4",
            "store before-entry:2",
            "store after-entry:3",
            "halt STAGE_DONE align-000 align 1",
            "halt AFTER_STEP cell-000 evaluate 2",
            "halt AFTER_STEP report report 2");
    for (String point : points) {
      try (ChildJvm child = start("force", point)) {
        assertThat(child.awaitExit()).as(point).isEqualTo(137);
      }
    }
    finish();
  }

  @Test
  void terminatedInAStepItCommitsTheOneBeforeWhileASecondProcessIsRefused() {
    try (ChildJvm child = start("ask", "wait BEFORE_STEP align-000 align 2")) {
      child.awaitLine("reached");
      assertThatThrownBy(() -> runWithoutForce()).isInstanceOf(ScopeHeldException.class);
      child.terminate();
      assertThat(child.awaitExit()).isEqualTo(ExitCode.PREEMPTED.number());
      assertThat(child.lines()).anyMatch(line -> line.contains("\"exit\":75"));
    }
    ScopeView view = ScopeView.read(store, TinyRun.RUN, "align-000");
    assertThat(view.state()).isEqualTo(ScopeView.State.RELEASED);
    assertThat(view.newestCommit()).extracting(ScopeView.CommitPoint::position).isEqualTo(1L);
    finish();
  }

  @Test
  void leftByItsParentItCommitsAndEnds() {
    try (ChildJvm child = start("ask", "wait BEFORE_STEP cell-000 attack 3")) {
      child.awaitLine("reached");
      child.closeInput();
      assertThat(child.awaitExit()).isEqualTo(ExitCode.PREEMPTED.number());
    }
    assertThat(ScopeView.read(store, TinyRun.RUN, "cell-000").newestCommit())
        .extracting(ScopeView.CommitPoint::position)
        .isEqualTo(2L);
    finish();
  }

  @Test
  void overtakenWhileItWasPausedItEndsWithoutHavingWrittenAnything() {
    try (ChildJvm child = start("ask", "pause BEFORE_STEP align-000 align 2")) {
      child.awaitLine("reached");
      finish();
      child.sayLine();
      assertThat(child.awaitExit()).isEqualTo(ExitCode.HELD.number());
    }
    assertThat(tiny.results(store)).isEqualTo(expected);
  }

  private ChildJvm start(String claim, String point) {
    List<String> arguments =
        new ArrayList<>(List.of(address, tiny.target().toString(), tiny.work().toString(), claim));
    for (String word : point.split(" ", -1)) {
      arguments.add(word.equals(".") ? "" : word);
    }
    return ChildJvm.start(RestartChild.class, Map.of(), arguments.toArray(String[]::new));
  }

  private void runWithoutForce() {
    tiny.run(
        store,
        new Claims.Options(false, false, false, true),
        new StopSignal(),
        HaltPoints.NONE,
        null,
        new ByteArrayOutputStream());
  }

  private void finish() {
    assertThat(tiny.run(store, new StopSignal(), HaltPoints.NONE).code())
        .isEqualTo(ExitCode.BLOCKED);
    assertThat(tiny.results(store)).isEqualTo(expected);
  }
}
