package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import realign.render.RunPlacement;
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
    fill(s3, "region", first(surroundings, "AWS_REGION", "AWS_DEFAULT_REGION"));
    fill(s3, "endpoint", first(surroundings, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"));
    return SpecReader.ofTarget().tree("target", tree).value();
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
