package realign.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.log.Draft;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.ScopeLog;
import realign.log.Settings;
import realign.result.Circumstances;
import realign.result.Findings;
import realign.result.ReportDocument;
import realign.result.ReportProvenance;
import realign.result.Verdict;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.Target;
import realign.store.ObjectStore;
import realign.store.Payload;

/** Writes into a store what a batch program would have written. */
record StoredRun(ObjectStore store, String run) {

  /** A scope that is claimed and, where position is above 0, has committed. Close it to stop. */
  ScopeLog claimed(String scope, String stage, long position) {
    ScopeLog log = ScopeLog.claim(store, run, scope, Holder.self(), settings());
    log.restore();
    if (position > 0) {
      log.saveNow(draft(stage, position, false, Map.of()));
    }
    return log;
  }

  /** A scope whose commits hold tensors: weights of these numbers, moments of the step. */
  ScopeLog trained(String scope, long steps) {
    ScopeLog log = claimed(scope, "align", 0);
    for (long step = 1; step <= steps; step++) {
      log.saveNow(training(step));
    }
    return log;
  }

  /** A is (3, 4) and never moves; B is (step, 0). */
  static Draft training(long step) {
    return new Draft(
        "align",
        step,
        false,
        Map.of(
            "weights",
                Safetensors.write(
                    Map.of("A", floats(3, 4), "B", floats((float) step, 0)), Map.of()),
            "moments1",
                Safetensors.write(Map.of("B", floats((float) step, (float) step)), Map.of())),
        Map.of(),
        Set.of(),
        List.of(new Draft.Append("steps", false, List.of("{\"step\":" + step + "}"))));
  }

  private static HostTensor floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new HostTensor("F32", new long[] {values.length}, bytes.flip());
  }

  /** A finished scope with raw answers, which are restricted. */
  void answered(String scope) {
    finish(
        scope,
        new Draft(
            "evaluate",
            1,
            true,
            Map.of(),
            Map.of(
                "answers",
                new Draft.Artefact(Payload.of("raw".getBytes(StandardCharsets.UTF_8)), true),
                "scores",
                artefact("1")),
            Set.of(),
            List.of()));
  }

  void done(String scope, String stage, long position) {
    finish(scope, draft(stage, position, true, Map.of()));
  }

  void reported(Verdict.@Nullable Outcome outcome) {
    reported(outcome, List.of());
  }

  void reported(Verdict.@Nullable Outcome outcome, List<Circumstances.Attempt> attempts) {
    finish(
        "report",
        draft(
            "report",
            1,
            true,
            Map.of(
                "report.json", artefact(document(outcome, attempts).toJson()),
                "report.html", artefact("<!doctype html><title>tiny</title>"),
                "summary.md", artefact("# tiny\n\nAll is well.\n"),
                "scores.csv", artefact("scope,score\n"))));
  }

  private void finish(String scope, Draft draft) {
    try (ScopeLog log = ScopeLog.claim(store, run, scope, Holder.self(), settings())) {
      log.saveNow(draft);
      log.done("0".repeat(64), Map.of());
    }
  }

  private ReportDocument document(
      Verdict.@Nullable Outcome outcome, List<Circumstances.Attempt> attempts) {
    Findings findings = new Findings(List.of(), List.of(), List.of());
    Verdict verdict =
        outcome == null
            ? null
            : new Verdict(outcome, "Harmful score 12 of at most 60.", List.of(), "align-000", null);
    return new ReportDocument(
        ReportDocument.VERSION,
        run,
        verdict,
        findings,
        findings.digest(),
        List.of(),
        new Circumstances(
            attempts,
            List.of(),
            List.of(),
            List.of(),
            new Circumstances.Machine("0.1.0", Map.of(), "cpu", "AVX2", 1),
            TestWorld.NOON),
        new ReportProvenance(
            "tiny", "0".repeat(64), Map.of(), Map.of(), Map.of(), Map.of(), List.of()));
  }

  private static Draft draft(
      String stage, long position, boolean end, Map<String, Draft.Artefact> artefacts) {
    return new Draft(stage, position, end, Map.of(), artefacts, Set.of(), List.of());
  }

  private static Draft.Artefact artefact(String text) {
    return new Draft.Artefact(Payload.of(text.getBytes(StandardCharsets.UTF_8)), false);
  }

  private static Settings settings() {
    return new Settings(
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        new Target.CheckpointPolicy(50, Duration.ofMinutes(5), 3, 0),
        false,
        new Provenance("0".repeat(64), "0.1.0", Map.of(), "cpu", "AVX2", 1));
  }
}
