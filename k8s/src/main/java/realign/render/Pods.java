package realign.render;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvFromSource;
import io.kubernetes.client.openapi.models.V1LocalObjectReference;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1SecretEnvSource;
import java.util.List;
import java.util.Map;
import realign.spec.ClusterTarget;
import realign.spec.Target;
import realign.spec.binding.Binder;

/** Pods of coordinators and of the Jobs that work. */
record Pods(Target target, ClusterTarget cluster) {
  static final String CONTAINER = "realign";
  static final String TERMINATION_MESSAGE = "/dev/termination-log";

  /** Argument files of Java that lie in the image. */
  private static final String COMPUTE = "@/app/batch.jvm";

  /** The class path of what a coordinator starts, as one of these files. */
  static final String BATCH_CLASS_PATH = "@/app/batch.classpath";

  private static final String COORDINATE = "@/app/realign.jvm";

  private static final String PROBE_WORK = "10Gi";

  /**
   * The one pod that talks to the cluster, and so has a token. It may have to digest inputs that
   * changed since the schedule was submitted, and has room for them as those that compute.
   */
  V1PodTemplateSpec coordinator(RunLabels labels, List<String> arguments) {
    Volumes volumes = Volumes.common(cluster.work().size()).inputs(cluster.work().claim());
    V1Container container =
        container(COORDINATE, arguments, volumes)
            .env(Environment.coordinator(cluster).list())
            .resources(Sizes.coordinator());
    V1PodSpec spec =
        spec(container, volumes)
            .serviceAccountName(cluster.identity().coordinator())
            .automountServiceAccountToken(true);
    return template(labels, spec);
  }

  /** One that tries, in the name of an account, what pods of runs take for granted. */
  V1PodTemplateSpec probe(RunLabels labels, String account, List<String> arguments) {
    Volumes volumes = Volumes.common(PROBE_WORK);
    V1Container container =
        container(COORDINATE, arguments, volumes)
            .env(Environment.common().list())
            .resources(Sizes.coordinator());
    V1PodSpec spec =
        spec(container, volumes).serviceAccountName(account).automountServiceAccountToken(false);
    return template(labels, spec);
  }

  V1PodTemplateSpec work(RunLabels labels, List<String> arguments, Phase phase) {
    ClusterTarget.Resources resources = cluster.resources();
    Volumes volumes =
        Volumes.common(cluster.work().size())
            .inputs(cluster.work().claim())
            .sharedMemory(resources.sharedMemory());
    V1Container container =
        container(COMPUTE, arguments, volumes)
            .env(Environment.work(phase).list())
            .resources(Sizes.work(resources, phase));
    V1PodSpec spec =
        spec(container, volumes)
            .serviceAccountName(cluster.identity().runner())
            .automountServiceAccountToken(false);
    return template(labels, phase.computes() ? computing(spec) : spec);
  }

  private V1PodSpec computing(V1PodSpec spec) {
    PoolNodes nodes = new PoolNodes(cluster);
    return spec.nodeSelector(nodes.selector())
        .tolerations(nodes.tolerations())
        .priorityClassName(cluster.priorityClass());
  }

  private V1PodTemplateSpec template(RunLabels labels, V1PodSpec spec) {
    return new V1PodTemplateSpec()
        .metadata(
            new V1ObjectMeta()
                .labels(labels.map())
                .annotations(Map.of(Labels.TARGET, Binder.tree(target).toString())))
        .spec(spec);
  }

  private V1PodSpec spec(V1Container container, Volumes volumes) {
    V1PodSpec spec =
        new V1PodSpec()
            .restartPolicy("Never")
            .terminationGracePeriodSeconds(Seconds.of(cluster.grace()))
            .enableServiceLinks(false)
            .securityContext(Restricted.pod())
            .addContainersItem(container)
            .volumes(volumes.volumes());
    String pullSecret = cluster.pullSecret();
    return pullSecret == null
        ? spec
        : spec.addImagePullSecretsItem(new V1LocalObjectReference().name(pullSecret));
  }

  private V1Container container(String program, List<String> arguments, Volumes volumes) {
    V1Container container =
        new V1Container()
            .name(CONTAINER)
            .image(cluster.image())
            .imagePullPolicy(pullPolicy())
            .command(List.of("java", program))
            .args(arguments)
            .terminationMessagePath(TERMINATION_MESSAGE)
            .securityContext(Restricted.container())
            .volumeMounts(volumes.mounts());
    String secret = cluster.identity().secret();
    return secret == null
        ? container
        : container.addEnvFromItem(
            new V1EnvFromSource().secretRef(new V1SecretEnvSource().name(secret)));
  }

  private String pullPolicy() {
    return switch (cluster.pullPolicy()) {
      case IF_NOT_PRESENT -> "IfNotPresent";
      case ALWAYS -> "Always";
      case NEVER -> "Never";
    };
  }
}
