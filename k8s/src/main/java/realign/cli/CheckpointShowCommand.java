package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.log.CheckpointName;
import realign.log.Provenance;
import realign.log.ScopeView.CommitPoint;
import realign.log.StoredBlob;
import realign.log.StoredCommit;
import realign.spec.ExitCode;
import realign.store.ObjectStore;

/** {@code realign checkpoint show RUN CHECKPOINT}: what its entry says; reads no blob. */
@Command(
    name = "show",
    description = "Show what a checkpoint holds and where its bits come from; reads no blob.")
final class CheckpointShowCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Parameters(
      index = "1",
      paramLabel = "CHECKPOINT",
      description = "SCOPE (its newest), SCOPE:STEP or SCOPE@ENTRY.")
  private String checkpoint = "";

  private final Surroundings surroundings;

  CheckpointShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (ObjectStore store = Stores.open(surroundings, target.read(surroundings).value())) {
      CheckpointName name = CheckpointName.parse(checkpoint);
      RunScopes.of(store, run).require(name.scope());
      StoredCommit commit = StoredCommit.named(store, run, name);
      CheckpointRow row =
          new CheckpointRow(name.scope(), commit.point(), surroundings.clock().instant());
      switch (output.form) {
        case JSON, YAML -> document(commit, row);
        case NAME -> commit.blobs().forEach(b -> surroundings.terminal().out().println(b.key()));
        case TEXT, WIDE -> text(commit, row);
      }
    }
    return ExitCode.DONE.number();
  }

  private void text(StoredCommit commit, CheckpointRow row) {
    PrintStream out = surroundings.terminal().out();
    Table head = new Table();
    facts(commit, row).forEach((what, value) -> head.row(what, value));
    out.print(head.render());
    out.println();
    boolean wide = output.form == Form.WIDE;
    Table blobs = new Table().row("BLOB", "KIND", "SIZE", "RESTRICTED", "SHA-256");
    commit.blobs().forEach(blob -> add(blobs, blob, wide));
    out.print(blobs.render());
    tensors(out, commit.blobs());
  }

  private static void add(Table table, StoredBlob blob, boolean wide) {
    table.row(
        blob.name(),
        kind(blob),
        Amounts.bytes(blob.size()),
        blob.restricted() ? "yes" : "no",
        wide ? blob.sha256() : blob.sha256().substring(0, 12));
  }

  private static void tensors(PrintStream out, List<StoredBlob> blobs) {
    Table table = new Table().row("BLOB", "TENSOR", "TYPE");
    boolean any = false;
    for (StoredBlob blob : blobs) {
      blob.tensors().forEach((name, type) -> table.row(blob.name(), name, type));
      any |= !blob.tensors().isEmpty();
    }
    if (any) {
      out.println();
      out.print(table.render());
    }
  }

  private static Map<String, String> facts(StoredCommit commit, CheckpointRow row) {
    CommitPoint point = commit.point();
    Provenance made = point.provenance();
    Map<String, String> facts = new java.util.LinkedHashMap<>();
    facts.put("checkpoint", row.name() + " (" + row.state() + ")");
    facts.put("at", point.stage() + " " + point.position());
    facts.put("time", point.time().toString());
    facts.put("size", Amounts.bytes(point.bytes()));
    facts.put("goes on from", orNone(commit.base() == null ? null : "@" + commit.base()));
    facts.put("entry before", orNone(commit.parent()));
    facts.put("copied from", orNone(point.from() == null ? null : point.from().toString()));
    facts.put("spec", made.specDigest());
    facts.put("code", made.code() + libraries(made));
    facts.put("machine", made.device() + ", " + made.processor() + ", threads " + made.threads());
    commit.lines().forEach((stream, lines) -> facts.put("records " + stream, lines.toString()));
    return facts;
  }

  private static String orNone(@Nullable String text) {
    return text == null ? "none" : text;
  }

  private static String libraries(Provenance made) {
    StringBuilder text = new StringBuilder();
    made.libraries().forEach((name, version) -> text.append(", ").append(name + " " + version));
    return text.toString();
  }

  private static String kind(StoredBlob blob) {
    return blob.kind().name().toLowerCase(Locale.ROOT);
  }

  private void document(StoredCommit commit, CheckpointRow row) {
    ObjectNode document = Documents.of("checkpoint").put("run", run);
    row.add(document);
    document.put("base", commit.base()).put("parent", commit.parent());
    Provenance made = commit.point().provenance();
    ObjectNode provenance = document.putObject("provenance");
    provenance.put("specDigest", made.specDigest()).put("code", made.code());
    made.libraries().forEach(provenance.putObject("libraries")::put);
    provenance.put("device", made.device()).put("processor", made.processor());
    provenance.put("threads", made.threads());
    commit.lines().forEach(document.putObject("records")::put);
    document.withArrayProperty("blobs");
    for (StoredBlob blob : commit.blobs()) {
      ObjectNode json = document.withArrayProperty("blobs").addObject();
      json.put("name", blob.name()).put("kind", kind(blob)).put("key", blob.key());
      json.put("bytes", blob.size()).put("sha256", blob.sha256());
      json.put("restricted", blob.restricted());
      blob.tensors().forEach(json.putObject("tensors")::put);
    }
    Documents.print(surroundings.terminal().out(), output.form, document);
  }
}
