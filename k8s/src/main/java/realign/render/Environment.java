package realign.render;

import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1ObjectFieldSelector;
import io.kubernetes.client.openapi.models.V1SecretKeySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import realign.spec.BatchJvm;
import realign.spec.ClusterTarget;

/** Variables of a pod. What is secret comes from a Secret by its name. */
final class Environment {
  /** Run of a coordinator. */
  static final String RUN = "REALIGN_RUN";

  /** Which of a Job's scopes; the cluster sets it where there is one pod a scope. */
  static final String INDEX = "JOB_COMPLETION_INDEX";

  /** Address of the webhook, where it is a secret. */
  static final String WEBHOOK = "REALIGN_WEBHOOK";

  private static final String JOB_UID = "batch.kubernetes.io/controller-uid";

  private final List<V1EnvVar> variables = new ArrayList<>();

  /** Those of every pod. */
  static Environment common() {
    Environment all = new Environment();
    all.value("REALIGN_WORK", Volumes.WORK);
    all.value("DJL_CACHE_DIR", Volumes.WORK + "/djl");
    all.value("ENGINE_CACHE_DIR", Volumes.WORK + "/engine");
    all.value("TMPDIR", Volumes.TEMPORARY);
    all.value("REALIGN_LOG", "json");
    all.value("REALIGN_TERMINATION_MESSAGE", Pods.TERMINATION_MESSAGE);
    all.value("REALIGN_BATCH_CLASSPATH", Pods.BATCH_CLASS_PATH);
    all.label("REALIGN_JOB_UID", JOB_UID);
    new TreeMap<>(new BatchJvm(Map.of()).variables()).forEach(all::value);
    return all;
  }

  static Environment work(Phase phase) {
    Environment all = common();
    if (!phase.indexed()) {
      all.value(INDEX, "0");
    }
    return all;
  }

  static Environment coordinator(ClusterTarget cluster) {
    Environment all = common();
    all.value(INDEX, "0");
    all.label(RUN, Labels.JOB);
    ClusterTarget.Notify notify = cluster.notify_();
    if (notify != null && notify.secret() != null) {
      all.secret(WEBHOOK, notify.secret());
    }
    return all;
  }

  List<V1EnvVar> list() {
    return List.copyOf(variables);
  }

  private void value(String name, String value) {
    variables.add(new V1EnvVar().name(name).value(value));
  }

  private void label(String name, String label) {
    String path = "metadata.labels['" + label + "']";
    from(name, new V1EnvVarSource().fieldRef(new V1ObjectFieldSelector().fieldPath(path)));
  }

  private void secret(String name, String secret) {
    from(
        name, new V1EnvVarSource().secretKeyRef(new V1SecretKeySelector().name(secret).key("url")));
  }

  private void from(String name, V1EnvVarSource source) {
    variables.add(new V1EnvVar().name(name).valueFrom(source));
  }
}
