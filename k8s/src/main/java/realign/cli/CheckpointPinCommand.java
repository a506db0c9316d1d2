package realign.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.spec.ExitCode;

/** {@code realign checkpoint pin RUN CHECKPOINT}. */
@Command(name = "pin", description = "Keep a checkpoint whatever retention says.")
final class CheckpointPinCommand implements Callable<Integer> {
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

  CheckpointPinCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    new Pinning(surroundings, common, output.form, target.read(surroundings).value(), force)
        .set(run, checkpoint, true);
    return ExitCode.DONE.number();
  }
}
