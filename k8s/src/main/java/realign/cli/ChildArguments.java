package realign.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.RunSpec;
import realign.spec.Scope;

/** Arguments of {@code realign.batch.Main}, for a local process as for a pod. */
final class ChildArguments {
  private final List<String> options = new ArrayList<>();

  ChildArguments(String store, String run) {
    option("--store", store).option("--run", run);
  }

  ChildArguments scopes(RunSpec spec) {
    Scope.of(spec).forEach(scope -> option("--scope", scope.name()));
    return this;
  }

  ChildArguments option(String name, @Nullable String value) {
    if (value != null) {
      options.add(name);
      options.add(value);
    }
    return this;
  }

  ChildArguments flag(String name, boolean given) {
    if (given) {
      options.add(name);
    }
    return this;
  }

  List<String> forCommand(String command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(options);
    return List.copyOf(all);
  }
}
