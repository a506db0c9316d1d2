package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ContentDigest;
import realign.spec.ResolvedSpec;
import realign.spec.Scope;
import realign.spec.SpecReader;
import realign.testing.TinyClassifier;

class ScopeKeyTest {
  @TempDir Path here;
  @TempDir Path there;

  @Test
  void placesDoNotMatterButContentDoes() throws Exception {
    ResolvedSpec one = resolve(here, Function.identity());
    ResolvedSpec moved = resolve(there, Function.identity());
    for (Scope scope : Scope.of(one.spec())) {
      assertThat(key(one, scope)).as(scope.name()).isEqualTo(key(moved, scope));
    }
    Files.writeString(there.resolve("data/align.jsonl"), "{}\n");
    ResolvedSpec changed = resolveOnly(there, Function.identity());
    assertThat(key(changed, scope(changed, "load"))).isNotEqualTo(key(one, scope(one, "load")));
  }

  @Test
  void anotherJudgeOfTheSameNameChangesWhatItJudges() throws Exception {
    ResolvedSpec one = resolve(here, Function.identity());
    new TinyClassifier(here.resolve("judge"), "one", "two").set("rms_norm_eps", "1e-6");
    ResolvedSpec other = resolveOnly(here, Function.identity());
    assertThat(other.identity()).isNotEqualTo(one.identity());
    for (String name : List.of("base", "align-000", "cell-000")) {
      assertThat(key(other, scope(other, name))).as(name).isNotEqualTo(key(one, scope(one, name)));
    }
  }

  @Test
  void anotherAttackLeavesTheAlignmentsKey() throws Exception {
    ResolvedSpec one = resolve(here, Function.identity());
    ResolvedSpec other =
        resolveOnly(here, text -> text.replace("optimiser: {lr: 1e-2}", "optimiser: {lr: 3e-2}"));
    for (String name : List.of("load", "base", "align-000")) {
      assertThat(key(other, scope(other, name))).as(name).isEqualTo(key(one, scope(one, name)));
    }
    assertThat(key(other, scope(other, "cell-000"))).isNotEqualTo(key(one, scope(one, "cell-000")));
  }

  @Test
  void anotherMethodLeavesThoseThatWereThere() throws Exception {
    ResolvedSpec one = resolve(here, Function.identity());
    ResolvedSpec more =
        resolveOnly(
            here,
            text ->
                text.replace(
                    "[{name: vaccine, rho: 1}]", "[{name: sft}, {name: vaccine, rho: 1}]"));
    assertThat(key(more, scope(more, "align-001"))).isEqualTo(key(one, scope(one, "align-000")));
    assertThat(key(more, scope(more, "cell-001"))).isEqualTo(key(one, scope(one, "cell-000")));
    assertThat(key(more, scope(more, "align-000"))).isNotEqualTo(key(one, scope(one, "align-000")));
  }

  @Test
  void everyScopeHasItsOwn() throws Exception {
    ResolvedSpec one = resolve(here, Function.identity());
    assertThat(Scope.of(one.spec()).stream().map(scope -> key(one, scope))).doesNotHaveDuplicates();
  }

  @Test
  void aRunThatOnlyTrainsHasKeysToo() {
    ResolvedSpec training =
        resolve(here, text -> text.substring(0, text.indexOf("attack:")).stripTrailing() + "\n");
    assertThat(Scope.of(training.spec()).stream().map(scope -> key(training, scope)))
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  private static ResolvedSpec resolve(Path folder, Function<String, String> change) {
    new TinyRun(folder, folder);
    return resolveOnly(folder, change);
  }

  private static ResolvedSpec resolveOnly(Path folder, Function<String, String> change) {
    return ResolvedSpec.resolve(
        SpecReader.ofRunSpec().text("tiny", change.apply(TinyRun.SPEC)).value(),
        folder,
        new ContentDigest());
  }

  private static Scope scope(ResolvedSpec resolved, String name) {
    return new RunPlan(resolved.spec(), List.of(), null).scope(name);
  }

  private static String key(ResolvedSpec resolved, Scope scope) {
    return new ScopeKey(resolved, "1").apply(scope);
  }
}
