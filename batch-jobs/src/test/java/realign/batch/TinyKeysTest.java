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
import realign.spec.ScopeKey;
import realign.spec.SpecReader;
import realign.testing.TinyClassifier;

/** Keys over real inputs: content counts, places do not. */
class TinyKeysTest {
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
