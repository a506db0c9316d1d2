package realign.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.log.Draft;
import realign.log.Draft.Artefact;
import realign.log.Restored;
import realign.result.Circumstances;
import realign.result.CostRecord;
import realign.result.Findings;
import realign.result.FindingsBuilder;
import realign.result.ReportDocument;
import realign.result.ResultJson;
import realign.result.ScopeRecords;
import realign.result.StageCosts;
import realign.result.Verdict;
import realign.spec.Scope;
import realign.spec.StageNames;
import realign.stage.ScopeResults;
import realign.stage.Stage;
import realign.store.Payload;

/**
 * Makes the report from the durable records of all other scopes. Items: one for each scope that is
 * read, one for the findings, one for the documents. An attempt that goes on reads again what was
 * read before it; the findings are the same to the bit, because they come from the records alone.
 */
public final class ReportStage implements Stage<ReportStage.Work> {
  /** Name of the report as data. */
  public static final String JSON = "report.json";

  private final ReportSource source;
  private final ScopeResults results;
  private final List<Work> items;
  private final Map<String, ScopeRecords> records = new LinkedHashMap<>();
  private final Map<String, String> missing = new TreeMap<>();
  private final List<StageCosts> costs = new ArrayList<>();
  private final List<Circumstances.Abandoned> abandoned = new ArrayList<>();
  private final Map<String, Artefact> written = new LinkedHashMap<>();
  private @Nullable Findings findings;
  private @Nullable ReportDocument document;
  private int position;

  /** A part of the work on a report. */
  public sealed interface Work {
    /** Reads and verifies the records of a scope, or finds that it was given up. */
    record ReadScope(Scope scope) implements Work {}

    /** Computes the findings. */
    record BuildFindings() implements Work {}

    /** Decides, and writes all forms of the report. */
    record WriteReport() implements Work {}
  }

  /** A report on the run of the source, from these results. */
  public ReportStage(ReportSource source, ScopeResults results) {
    this.source = source;
    this.results = results;
    this.items = items(source);
  }

  private static List<Work> items(ReportSource source) {
    List<Work> items = new ArrayList<>();
    for (Scope scope : Scope.of(source.spec().spec())) {
      if (!(scope instanceof Scope.Load) && !(scope instanceof Scope.Report)) {
        items.add(new Work.ReadScope(scope));
      }
    }
    items.add(new Work.BuildFindings());
    items.add(new Work.WriteReport());
    return List.copyOf(items);
  }

  /** The report; null until the stage is done. */
  public @Nullable ReportDocument document() {
    return document;
  }

  /** What the gate says; null until the stage is done, and when the spec has no gate. */
  public @Nullable Verdict verdict() {
    return document == null ? null : document.verdict();
  }

  @Override
  public String name() {
    return StageNames.REPORT;
  }

  @Override
  public void open(@Nullable Restored from) {
    if (from == null || !from.stage().equals(name())) {
      return;
    }
    if (from.stageDone()) {
      document = ReportDocument.fromJson(text(from.artefact(JSON)));
      position = items.size();
      return;
    }
    while (position < from.position()) {
      process(items.get(position));
    }
  }

  @Override
  public long size() {
    return items.size();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public @Nullable Work read() {
    return position < items.size() ? items.get(position) : null;
  }

  @Override
  public void process(Work item) {
    if (item instanceof Work.ReadScope read) {
      read(read.scope());
    } else if (item instanceof Work.BuildFindings) {
      findings = FindingsBuilder.build(source.spec().spec(), records, missing);
    } else {
      write(required());
    }
    position++;
  }

  /** What was given up for good is named as missing; all else has to be there. */
  private void read(Scope scope) {
    String why = results.missing(scope);
    if (why != null) {
      missing.put(scope.name(), why);
      String reason = results.abandoned(scope);
      if (reason != null) {
        abandoned.add(new Circumstances.Abandoned(scope.name(), reason));
      }
      return;
    }
    Restored result = results.of(scope.name());
    records.put(scope.name(), records(result));
    List<CostRecord> lines = ResultJson.lines(result.records(CostRecord.STREAM), CostRecord.class);
    costs.addAll(StageCosts.of(scope.name(), lines));
  }

  private Findings required() {
    if (findings == null) {
      throw new IllegalStateException("the findings come before the report");
    }
    return findings;
  }

  private static ScopeRecords records(Restored scope) {
    return ScopeRecords.parse(
        scope.records("steps"), scope.records("answers"), scope.records("measures"));
  }

  private void write(Findings found) {
    ReportDocument report = source.document(found, records, costs, abandoned);
    document = report;
    put(JSON, report.toJson());
    put("report.html", ReportHtml.render(report));
    put("summary.md", SummaryMarkdown.render(report));
    put("scores.csv", ReportTables.scores(found));
    put("steps.csv", ReportTables.steps(records));
    put("answers.csv", ReportTables.answers(records));
  }

  private void put(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    written.put(name, new Artefact(Payload.of(bytes), false));
  }

  /** Every item is worth a commit: reading may be long, and a report is written once. */
  @Override
  public boolean wantsCommit() {
    return true;
  }

  @Override
  public Draft draft() {
    Map<String, Artefact> artefacts = new LinkedHashMap<>(written);
    if (findings != null) {
      byte[] json = ResultJson.pretty(findings).getBytes(StandardCharsets.UTF_8);
      artefacts.put("findings.json", new Artefact(Payload.of(json), false));
    }
    return new Draft(
        name(), position, position == items.size(), Map.of(), artefacts, Set.of(), List.of());
  }

  @Override
  public String progress() {
    Verdict verdict = verdict();
    if (verdict != null) {
      return verdict.outcome().name();
    }
    return findings == null ? records.size() + missing.size() + " scopes read" : "findings built";
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  @Override
  public void close() {
    records.clear();
  }
}
