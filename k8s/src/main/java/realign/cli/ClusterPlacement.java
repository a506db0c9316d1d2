package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import realign.render.RunPlacement;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.SpecReader;
import realign.spec.Target;
import realign.spec.binding.Binder;

/**
 * A target as pods get it, who know neither the directory nor the environment of this command: with
 * the namespace that was chosen, and how this machine reaches S3.
 */
final class ClusterPlacement {
  private ClusterPlacement() {}

  /**
   * The target for pods.
   *
   * @throws realign.spec.ProblemException when it names no cluster
   */
  static Target of(Surroundings surroundings, Reading<Target> target, String namespace) {
    RunPlacement.cluster(target.value());
    ObjectNode tree = Binder.tree(target.value());
    tree.put("store", Stores.absolute(surroundings, target.value().store()));
    tree.withObjectProperty("cluster").put("namespace", namespace);
    ObjectNode s3 = tree.withObjectProperty("s3");
    fill(s3, "endpoint", endpoint(surroundings, s3));
    fill(s3, "region", first(surroundings, "AWS_REGION", "AWS_DEFAULT_REGION"));
    if (!s3.hasNonNull("endpoint")) { // services of others do not care
      fill(s3, "region", AwsProfile.region(surroundings));
    }
    return SpecReader.ofTarget().tree("target", tree).value();
  }

  private static @Nullable String endpoint(Surroundings surroundings, ObjectNode s3) {
    String own = "AWS_ENDPOINT_URL_S3";
    String ofAll = "AWS_ENDPOINT_URL";
    String endpoint = first(surroundings, own, ofAll);
    if (endpoint != null && !s3.hasNonNull("endpoint") && isThisMachine(endpoint)) {
      throw new ProblemException(
          ExitCode.INVALID,
          new Problem(
              "RLN-822",
              surroundings.variable(own) == null ? ofAll : own,
              endpoint,
              "must be an address that pods reach, but to a pod that is the pod itself",
              "Set s3.endpoint in the target to the address of the same service in the cluster"));
    }
    return endpoint;
  }

  private static boolean isThisMachine(String endpoint) {
    return endpoint.matches(
        "(?i)https?://(localhost|127\\.[0-9.]+|\\[::1]|0\\.0\\.0\\.0)([:/].*)?");
  }

  private static void fill(ObjectNode settings, String name, @Nullable String value) {
    if (!settings.hasNonNull(name) && value != null) {
      settings.put(name, value);
    }
  }

  private static @Nullable String first(Surroundings surroundings, String... names) {
    for (String name : names) {
      if (surroundings.variable(name) != null) {
        return surroundings.variable(name);
      }
    }
    return null;
  }
}
