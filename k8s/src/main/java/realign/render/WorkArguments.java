package realign.render;

import java.util.ArrayList;
import java.util.List;

/** What a working pod is started with. */
final class WorkArguments {
  private WorkArguments() {}

  static List<String> of(RunPlacement placement, Phase phase, boolean reuse) {
    List<String> all = new ArrayList<>(List.of("run", "--store", placement.target().store()));
    all.addAll(List.of("--run", placement.run()));
    phase.scopes().forEach(scope -> all.addAll(List.of("--scope", scope)));
    if (phase.indexed()) {
      all.addAll(List.of("--pick", "$(" + Environment.INDEX + ")"));
    }
    if (!reuse) {
      all.add("--no-reuse");
    }
    all.addAll(List.of("--target", Volumes.TARGET_FILE));
    return List.copyOf(all);
  }
}
