package realign.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.spec.ExitCode;

/** {@code realign checkpoint unpin RUN CHECKPOINT}. */
@Command(name = "unpin", description = "Leave a checkpoint to retention again.")
final class CheckpointUnpinCommand implements Callable<Integer> {
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

  @Option(names = "--force", description = "Take the scope over if another process holds it.")
  private boolean force;

  private final Surroundings surroundings;

  CheckpointUnpinCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    new Pinning(surroundings, common, output.form, target.read(surroundings).value(), force)
        .set(run, checkpoint, false);
    return ExitCode.DONE.number();
  }
}
