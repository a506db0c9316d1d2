package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.log.CheckpointName;
import realign.log.StoredCommit;
import realign.safetensors.TensorDifference;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.ObjectStore;

/** {@code realign checkpoint diff}: which tensors moved and by how much. */
@Command(
    name = "diff",
    description = {
      "Show which tensors moved between two checkpoints and by how much.",
      "diff RUN A B, or diff RUN/A RUN2/B. Ends with 0 whether they differ or not."
    })
final class CheckpointDiffCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(
      arity = "2..3",
      paramLabel = "CHECKPOINT",
      description = "RUN A B of one run, or RUN/A RUN2/B of any two.")
  private List<String> named = List.of();

  @Option(names = "--all", description = "Also the optimiser's moments and all else with tensors.")
  private boolean all;

  private final Surroundings surroundings;

  CheckpointDiffCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** A checkpoint of a run, as it is named here. */
  private record Side(String run, CheckpointName name) {
    static Side parse(String text) {
      String[] parts = text.split("/", 2);
      if (parts.length < 2) {
        throw new ProblemException(
            ExitCode.USAGE,
            new Problem(
                "RLN-753",
                "checkpoint",
                text,
                "must name its run where two are given",
                "Write RUN/" + text + ", or diff RUN A B"));
      }
      return new Side(parts[0], CheckpointName.parse(parts[1]));
    }

    StoredCommit read(ObjectStore store) {
      RunScopes.of(store, run).require(name.scope());
      return StoredCommit.named(store, run, name);
    }
  }

  @Override
  public Integer call() {
    List<Side> sides = sides();
    try (ObjectStore store = Stores.open(surroundings, target.read(surroundings).value())) {
      StoredCommit before = sides.get(0).read(store);
      StoredCommit after = sides.get(1).read(store);
      CheckpointDifference difference = CheckpointDifference.of(before, after, all);
      switch (output.form) {
        case JSON, YAML -> document(before, after, difference);
        case NAME -> names(difference);
        case TEXT, WIDE -> text(before, after, difference);
      }
    }
    return ExitCode.DONE.number();
  }

  private List<Side> sides() {
    if (named.size() == 2) {
      return named.stream().map(Side::parse).toList();
    }
    String run = named.get(0);
    return named.subList(1, 3).stream().map(n -> new Side(run, CheckpointName.parse(n))).toList();
  }

  private void names(CheckpointDifference difference) {
    PrintStream out = surroundings.terminal().out();
    difference.tensors().stream()
        .filter(CheckpointDifference.Moved::moved)
        .forEach(moved -> out.println(moved.name()));
  }

  private void text(StoredCommit before, StoredCommit after, CheckpointDifference difference) {
    PrintStream out = surroundings.terminal().out();
    out.println("from  " + before.origin() + " " + at(before));
    out.println("to    " + after.origin() + " " + at(after));
    out.println();
    Table table =
        new Table().row("BLOB", "TENSOR", "TYPE", "CHANGED", "MAX-ABS", "L2", "RELATIVE", "COSINE");
    for (CheckpointDifference.Moved moved : difference.tensors()) {
      if (moved.moved() || output.form == Form.WIDE) {
        row(table, moved);
      }
    }
    out.print(table.render());
    out.println();
    difference.onlyBefore().forEach(tensor -> out.println("only from  " + tensor));
    difference.onlyAfter().forEach(tensor -> out.println("only to    " + tensor));
    difference.reshaped().forEach(tensor -> out.println("reshaped   " + tensor));
    difference
        .lines()
        .forEach(
            (stream, lines) ->
                out.println("records    %s: %d, %d".formatted(stream, lines.get(0), lines.get(1))));
    out.println(
        "moved      %d of %d tensors; L2 of all weights %s"
            .formatted(
                difference.moved(),
                difference.tensors().size(),
                number(difference.l2(TensorBlobs.WEIGHTS))));
  }

  private static String at(StoredCommit commit) {
    return "(" + commit.point().stage() + " " + commit.point().position() + ")";
  }

  private static void row(Table table, CheckpointDifference.Moved moved) {
    TensorDifference by = moved.by();
    table.row(
        moved.blob(),
        moved.name(),
        moved.type(),
        by.changed() + "/" + by.elements(),
        number(by.maxAbs()),
        number(by.l2()),
        Double.isNaN(by.relativeL2()) ? "-" : number(by.relativeL2()),
        Double.isNaN(by.cosine()) ? "-" : String.format(Locale.ROOT, "%.9f", by.cosine()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private void document(StoredCommit before, StoredCommit after, CheckpointDifference difference) {
    ObjectNode document = Documents.of("checkpointDifference");
    document.put("from", before.origin().toString()).put("to", after.origin().toString());
    document.withArrayProperty("tensors");
    for (CheckpointDifference.Moved moved : difference.tensors()) {
      ObjectNode json = document.withArrayProperty("tensors").addObject();
      TensorDifference by = moved.by();
      json.put("blob", moved.blob()).put("tensor", moved.name()).put("type", moved.type());
      json.put("elements", by.elements()).put("changed", by.changed());
      put(json, "maxAbs", by.maxAbs());
      put(json, "l2", by.l2());
      put(json, "relativeL2", by.relativeL2());
      put(json, "cosine", by.cosine());
    }
    add(document, "onlyFrom", difference.onlyBefore());
    add(document, "onlyTo", difference.onlyAfter());
    add(document, "reshaped", difference.reshaped());
    ObjectNode records = document.putObject("records");
    difference
        .lines()
        .forEach(
            (stream, lines) ->
                records.putObject(stream).put("from", lines.get(0)).put("to", lines.get(1)));
    Documents.print(surroundings.terminal().out(), output.form, document);
  }

  private static void add(ObjectNode document, String name, List<String> texts) {
    texts.forEach(document.withArrayProperty(name)::add);
  }

  /** JSON has no NaN. */
  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }
}
