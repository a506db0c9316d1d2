package realign.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.log.ProgramLog;
import realign.spec.Scope;
import realign.store.ObjectStore;

/** What the store has kept of the programs that worked on a run. Not for what pods say now. */
record KeptLogs(ObjectStore store, String run) {

  /**
   * Prints it, scope by scope.
   *
   * @param only one scope, whose lines are printed as they are, or null for all
   * @param allAttempts not only of each scope's newest
   * @return whether there was any
   */
  boolean print(@Nullable String only, boolean allAttempts, PrintStream out) {
    boolean any = false;
    for (String scope : scopes(only)) {
      for (ProgramLog log : chosen(scope, allAttempts)) {
        any |= print(log, only == null ? scope + " | " : "", out);
      }
    }
    out.flush();
    return any;
  }

  private List<String> scopes(@Nullable String only) {
    Runs runs = new Runs(store);
    if (!runs.exists(run)) {
      return List.of();
    }
    return Scope.of(runs.require(run).spec()).stream()
        .map(Scope::name)
        .filter(name -> only == null || name.equals(only))
        .toList();
  }

  private List<ProgramLog> chosen(String scope, boolean allAttempts) {
    List<ProgramLog> all = ProgramLog.of(store, run, scope);
    return allAttempts || all.isEmpty() ? all : all.subList(all.size() - 1, all.size());
  }

  private boolean print(ProgramLog log, String prefix, PrintStream out) {
    Optional<String> text = log.read(store).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    text.ifPresent(lines -> lines.lines().forEach(line -> out.println(prefix + line)));
    return text.isPresent();
  }
}
