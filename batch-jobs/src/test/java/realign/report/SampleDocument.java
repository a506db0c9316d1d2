package realign.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.result.Champion;
import realign.result.Circumstances;
import realign.result.Circumstances.Attempt;
import realign.result.Circumstances.Ending;
import realign.result.Findings;
import realign.result.FindingsBuilder;
import realign.result.Gate;
import realign.result.Limits;
import realign.result.ReportDocument;
import realign.result.ReportProvenance;
import realign.result.ScopeRecords;
import realign.result.StageCosts;
import realign.result.Verdict;
import realign.spec.RunSpec;
import realign.spec.Scope;

/** The report on a {@link SampleRun}, with made-up circumstances. */
final class SampleDocument {
  private static final Instant START = Instant.parse("2026-03-04T02:00:00Z");

  private SampleDocument() {}

  static ReportDocument of() {
    RunSpec spec = SampleRun.spec();
    return of(spec, SampleRun.records(spec), "sample-1234abcd");
  }

  static ReportDocument of(RunSpec spec, Map<String, ScopeRecords> records, String run) {
    Findings findings = FindingsBuilder.build(spec, records);
    Verdict verdict =
        spec.gate() == null ? null : Gate.decide(spec.gate(), findings, new Champion.None());
    return of(spec, findings, verdict, run);
  }

  static ReportDocument of(RunSpec spec, Findings findings, @Nullable Verdict verdict, String run) {
    return new ReportDocument(
        ReportDocument.VERSION,
        run,
        verdict,
        findings,
        findings.digest(),
        Limits.of(spec),
        circumstances(spec),
        new ReportProvenance(
            spec.name(),
            "9f".repeat(32),
            Map.of("model.path", "ab".repeat(32), "align.data.path", "cd".repeat(32)),
            FlatSettings.of(spec),
            Map.of("alignment", "[1]", "attack", "[1]", "all randomness", "42"),
            Map.of("align-000/adapter", "ef".repeat(32)),
            List.of("realign run sample.yaml --fresh")));
  }

  private static Circumstances circumstances(RunSpec spec) {
    List<Attempt> attempts = new ArrayList<>();
    Instant time = START;
    for (Scope scope : Scope.of(spec)) {
      boolean killed = scope.name().equals("align-000");
      if (killed) {
        attempts.add(
            new Attempt(
                "align-000",
                1,
                "attempt 7f3a (process 41)",
                time,
                null,
                time.plusSeconds(14),
                "the beginning",
                "align 250",
                5,
                Ending.REPLACED,
                0));
        time = time.plusSeconds(22);
      }
      attempts.add(
          new Attempt(
              scope.name(),
              killed ? 2 : 1,
              "attempt 81bc (process 77)",
              time,
              time.plusSeconds(30),
              time.plusSeconds(29),
              killed ? "align 250" : "the beginning",
              scope.name().startsWith("cell") ? "evaluate 45" : "evaluate 10",
              12,
              Ending.DONE,
              0));
      time = time.plusSeconds(31);
    }
    return new Circumstances(
        attempts,
        List.of(
            new StageCosts(
                "align-000",
                "align",
                new StageCosts.Cost(400, 612.5, 650.25, 1_100_000_000L, 4_096_000L),
                new StageCosts.Cost(400, 598.75, 702.5, 1_150_000_000L, 4_096_000L)),
            new StageCosts(
                "cell-000", "attack", null, new StageCosts.Cost(40, 300, 310, 900_000_000L, 0))),
        List.of(
            new Circumstances.Copied("base", "nightly-0", "base", 3, "evaluate 10", true),
            new Circumstances.Copied("align-000", "nightly-0", "align-000", 7, "align 40", false)),
        List.of(
            new Circumstances.Computed(
                "align-000",
                "align 250",
                new Circumstances.Machine("0.1.0", Map.of(), "cpu", "AVX512", 1),
                List.of("processor AVX2 -> AVX512"))),
        new Circumstances.Machine(
            "0.1.0", Map.of("pytorch", "2.7.1", "djl", "0.36.0"), "cpu", "AVX2", 1),
        time);
  }
}
