package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.log.ScopeHead;
import realign.log.ScopeView;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.Problems;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign purge RUN}: what was made harmful on purpose, or all but the logs. */
@Command(
    name = "purge",
    description = {
      "Delete the raw answers and attacked weights of a run that has ended, or all but its logs.",
      "The logs stay and say what is gone on purpose and why."
    })
final class PurgeCommand implements Callable<Integer> {
  private static final int PAGE = 1000;

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @ArgGroup private @Nullable Extent extent;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why; stays in the logs.")
  private String reason = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  /** One or the other. */
  static final class Extent {
    @Option(names = "--restricted", description = "Restricted artefacts only; the default.")
    boolean restricted;

    @Option(names = "--all", description = "All artefacts, checkpoints, inputs and the report.")
    boolean all;
  }

  private final Surroundings surroundings;

  PurgeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Target where = target.read(surroundings).value();
    Talk talk = new Talk(surroundings, common);
    try (ObjectStore store = Stores.open(surroundings, where)) {
      RunScopes scopes = RunScopes.of(store, run);
      requireEnded(scopes);
      new Confirmation(surroundings.terminal(), yes)
          .require("Delete %s of run %s for good".formatted(what(), run));
      Caretaker caretaker = Caretaker.of(scopes, where, false, talk);
      Map<String, Long> gone = new TreeMap<>();
      for (String name : scopes.names()) {
        gone.put(name, caretaker.of(name).purge(all(), reason));
      }
      if (all()) {
        deleteAll(store, "runs/" + run + "/report/");
        deleteAll(store, "runs/" + run + "/inputs/");
      }
      print(scopes.names(), gone);
    }
    return ExitCode.DONE.number();
  }

  private boolean all() {
    return extent != null && extent.all;
  }

  private String what() {
    return all() ? "everything but the logs" : "the restricted artefacts";
  }

  /** All of them at once, and before anything is deleted. */
  private void requireEnded(RunScopes scopes) {
    Problems problems = new Problems();
    for (String name : scopes.names()) {
      ScopeView.State state = ScopeHead.read(scopes.store(), run, name).state();
      boolean ended =
          switch (state) {
            case NONE, DONE, ABANDONED -> true;
            case CLAIMED, RUNNING, RELEASED -> false;
          };
      problems.require(
          ended,
          () ->
              new Problem(
                  "RLN-419",
                  run + "/" + name,
                  "has not ended",
                  "must be done or abandoned before it is purged",
                  "Finish it, or realign abandon " + run));
    }
    problems.throwIfAny(ExitCode.INVALID);
  }

  private static void deleteAll(ObjectStore store, String prefix) {
    List<String> page = store.list(prefix, "", PAGE);
    while (!page.isEmpty()) {
      page.forEach(store::delete);
      page = store.list(prefix, page.get(page.size() - 1), PAGE);
    }
  }

  private void print(List<String> scopes, Map<String, Long> gone) {
    PrintStream out = surroundings.terminal().out();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("purge").put("run", run).put("all", all());
      ObjectNode blobs = document.put("reason", reason).putObject("blobs");
      scopes.forEach(scope -> blobs.put(scope, gone.get(scope)));
      Documents.print(out, output.form, document);
      return;
    }
    long sum = gone.values().stream().mapToLong(Long::longValue).sum();
    scopes.stream()
        .filter(scope -> gone.getOrDefault(scope, 0L) > 0)
        .forEach(scope -> out.println(scope + "  " + gone.get(scope) + " blobs"));
    new Talk(surroundings, common)
        .say(sum == 0 ? "nothing was left to purge" : "purged " + sum + " blobs of " + run);
  }
}
