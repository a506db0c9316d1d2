package realign.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import realign.cluster.ControlPlane;
import realign.spec.S3Settings;
import realign.testing.LocalS3;

/**
 * What runs of a test are made of: an image and an S3 service that commands and pods reach. By
 * itself a script and a server of this machine; with a cluster of somebody else what the
 * environment names.
 *
 * @param image name of the image
 * @param place address in S3 under which every test has a store of its own; null for a bucket each
 * @param settings how commands and pods reach S3
 * @param environment credentials, by the names of the AWS tools
 * @param gpus of a pod that computes
 */
record TestSite(
    String image,
    @Nullable String place,
    S3Settings settings,
    Map<String, String> environment,
    int gpus) {

  /** Image of the program, where the cluster is not this machine's. */
  static final String IMAGE = "REALIGN_CLUSTER_IMAGE";

  /** {@code s3://BUCKET/PREFIX} that this machine and the pods reach by the usual AWS variables. */
  static final String STORE = "REALIGN_CLUSTER_STORE";

  /** GPUs of a pod there, 0 or 1. */
  static final String GPUS = "REALIGN_CLUSTER_GPUS";

  static TestSite find() {
    String other = System.getenv(ControlPlane.OTHER);
    return other == null || other.isEmpty() ? here() : elsewhere(System.getenv());
  }

  private static TestSite here() {
    LocalS3 s3 = LocalS3.shared();
    return new TestSite(ClusterWorld.IMAGE, null, s3.settings(), s3.environment(), 1);
  }

  private static TestSite elsewhere(Map<String, String> environment) {
    String image = environment.get(IMAGE);
    String store = environment.get(STORE);
    if (image == null || store == null) {
      return abort(IMAGE + " and " + STORE + " must name what runs in that cluster need");
    }
    Map<String, String> aws = new HashMap<>(environment);
    aws.keySet().removeIf(name -> !name.startsWith("AWS_"));
    int gpus = Integer.parseInt(environment.getOrDefault(GPUS, "0"));
    return new TestSite(
        image,
        store,
        LocalS3.settings(environment.getOrDefault("AWS_ENDPOINT_URL_S3", "")),
        aws,
        gpus);
  }

  /** Address of a store that no other test has. */
  String newStore() {
    return place == null
        ? LocalS3.shared().newStore()
        : place + "/" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Settings of S3 as a target has them. */
  String target() {
    String region = environment.getOrDefault("AWS_REGION", LocalS3.REGION);
    return "{region: %s, endpoint: '%s'}".formatted(region, settings.endpoint());
  }

  /** The credentials as a Secret named {@code store}. */
  String secret() {
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: store}
        stringData: {AWS_ACCESS_KEY_ID: '%s', AWS_SECRET_ACCESS_KEY: '%s'}
        """
        .formatted(
            environment.getOrDefault("AWS_ACCESS_KEY_ID", ""),
            environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""));
  }
}
