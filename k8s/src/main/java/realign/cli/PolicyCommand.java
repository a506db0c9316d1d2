package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.access.AccessPolicy;
import realign.access.BucketPlace;
import realign.spec.ExitCode;
import realign.spec.RunId;

/** {@code realign policy ROLE}: prints it and asks no service for anything. */
@Command(
    name = "policy",
    description = {
      "Print the policy of S3 that lets a role do what it has to and nothing else.",
      "bucket is the policy of the bucket itself, which forbids to everybody to change what is"
          + " written once. Nothing is sent anywhere."
    })
final class PolicyCommand implements Callable<Integer> {
  private static final String BUCKET = "bucket";

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(
      paramLabel = "ROLE",
      description = "runner, coordinator, operator, promoter or bucket.")
  private String role = "";

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Limit what the role changes to one run (else all runs).")
  private @Nullable String run;

  @Option(
      names = "--input",
      paramLabel = "ADDRESS",
      description =
          "Another s3://BUCKET/PREFIX that it reads models or data from; may be repeated.")
  private List<String> inputs = List.of();

  private final Surroundings surroundings;

  PolicyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    BucketPlace store = BucketPlace.parse(target.read(surroundings).value().store());
    Form form = output.form == Form.YAML ? Form.YAML : Form.JSON;
    Documents.print(surroundings.terminal().out(), form, policy(store));
    return ExitCode.DONE.number();
  }

  private ObjectNode policy(BucketPlace store) {
    if (role.equals(BUCKET)) {
      return AccessPolicy.ofBucket(store);
    }
    String limit = run == null ? null : new RunId(run).text();
    return AccessPolicy.of(
        Roles.named(role, BUCKET), store, limit, inputs.stream().map(BucketPlace::parse).toList());
  }
}
