package realign.report;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import realign.log.Provenance;
import realign.log.ScopeView;
import realign.result.Champion;
import realign.result.Circumstances;
import realign.result.Findings;
import realign.result.Gate;
import realign.result.Limits;
import realign.result.ReportDocument;
import realign.result.ReportProvenance;
import realign.result.ScopeRecords;
import realign.result.StageCosts;
import realign.result.Verdict;
import realign.spec.GateSpec;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;

/**
 * What a report is made from, besides the records.
 *
 * @param run run id
 * @param spec what was to be done
 * @param machine what this attempt computes on
 * @param champion what to compare the candidate with
 * @param views a scope's log, by the scope's name
 * @param clock the time; for circumstances alone
 */
public record ReportSource(
    String run,
    ResolvedSpec spec,
    Provenance machine,
    Champion champion,
    Function<String, ScopeView> views,
    Clock clock) {

  /** The document on these findings. */
  ReportDocument document(
      Findings findings,
      Map<String, ScopeRecords> records,
      List<StageCosts> costs,
      List<Circumstances.Abandoned> abandoned) {
    List<ScopeView> logs =
        Scope.of(spec.spec()).stream().map(scope -> views.apply(scope.name())).toList();
    return new ReportDocument(
        ReportDocument.VERSION,
        run,
        verdict(findings, records),
        findings,
        findings.digest(),
        Limits.of(spec.spec()),
        circumstances(logs, costs, abandoned),
        provenance(logs));
  }

  private @org.jspecify.annotations.Nullable Verdict verdict(
      Findings findings, Map<String, ScopeRecords> records) {
    GateSpec gate = spec.spec().gate();
    if (gate == null) {
      return null;
    }
    Map<String, List<realign.result.AnswerRecord>> answers = new TreeMap<>();
    records.forEach((scope, own) -> answers.put(scope, own.answers()));
    return Gate.decide(gate, findings, answers, champion);
  }

  private Circumstances circumstances(
      List<ScopeView> logs, List<StageCosts> costs, List<Circumstances.Abandoned> abandoned) {
    List<Circumstances.Attempt> attempts =
        logs.stream().flatMap(log -> AttemptHistory.of(log).stream()).toList();
    ScopeOrigins origins =
        new ScopeOrigins(logs.subList(0, logs.size() - 1)); // the report decides no bits
    return new Circumstances(
        attempts,
        costs,
        origins.copied(),
        origins.computed(),
        abandoned,
        ScopeOrigins.machine(machine),
        clock.instant());
  }

  private ReportProvenance provenance(List<ScopeView> logs) {
    RunSpec settings = spec.spec();
    Map<String, String> inputs = new TreeMap<>();
    spec.inputs().forEach(input -> inputs.put(input.setting(), input.digest()));
    return new ReportProvenance(
        settings.name(),
        spec.identity(),
        inputs,
        FlatSettings.of(settings),
        seeds(settings),
        scopeDigests(logs),
        List.of("realign run SPEC --fresh  # SPEC is the spec with the digest " + spec.identity()));
  }

  private static Map<String, String> seeds(RunSpec spec) {
    Map<String, String> seeds = new TreeMap<>();
    seeds.put("all randomness", String.valueOf(spec.seed()));
    seeds.put("alignment", spec.align().seeds().toString());
    if (spec.attack() != null) {
      seeds.put("attack", spec.attack().cells().seed().toString());
    }
    return seeds;
  }

  private static Map<String, String> scopeDigests(List<ScopeView> logs) {
    Map<String, String> digests = new TreeMap<>();
    for (ScopeView log : logs) {
      ScopeView.DoneSummary done = log.done();
      if (done != null) {
        done.digests().forEach((name, digest) -> digests.put(log.scope() + "/" + name, digest));
      }
    }
    return digests;
  }
}
