package realign.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where job histories and temporary files lie; all of it may be lost at any time. */
final class WorkOption {
  static final String WORK = "REALIGN_WORK";
  static final String DEFAULT = ".realign/work";

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Folder for what may be lost (else REALIGN_WORK, else ./.realign/work).")
  @Nullable Path work;

  Path folder(Surroundings surroundings) {
    if (work != null) {
      return surroundings.resolve(work);
    }
    String variable = surroundings.variable(WORK);
    return surroundings.resolve(Path.of(variable == null ? DEFAULT : variable));
  }
}
