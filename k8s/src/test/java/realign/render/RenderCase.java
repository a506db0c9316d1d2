package realign.render;

import com.fasterxml.jackson.databind.node.TextNode;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import realign.spec.Origin;
import realign.spec.SpecReader;
import realign.spec.Target;

/** Targets whose objects are committed as golden files. */
enum RenderCase {
  MINIMAL(
      """
      store: s3://bucket/realign
      cluster: {image: 'realign:0.1.0'}
      """),
  GKE_SPOT(
      """
      store: s3://bucket/realign
      s3: {endpoint: 'https://storage.googleapis.com'}
      cluster:
        image: registry.example.org/realign:0.1.0-cuda
        pool: gke-spot
        grace: 15s
        nodeSelector: [cloud.google.com/gke-accelerator=nvidia-l4]
      """),
  EKS_SPOT(
      """
      store: s3://bucket/realign
      s3: {region: eu-central-1}
      cluster:
        image: registry.example.org/realign:0.1.0-cuda
        pool: eks-spot
        parallelism: 4
        maxFailedIndexes: 1
      """),
  KARPENTER_SPOT(
      """
      store: s3://bucket/realign
      cluster:
        image: realign:0.1.0
        pool: karpenter-spot
        resources: {gpus: 0, cpus: 16, memory: 2Gi}
        maxFailedIndexes: 100
      """),
  FULL(
      """
      store: s3://bucket/realign
      s3: {endpoint: 'http://minio.example.org:9000', addressing: path}
      cluster:
        namespace: nightly
        image: registry.example.org/realign:0.1.0-cuda
        pullPolicy: always
        pullSecret: registry
        nodeSelector: [gpu=h100, example.org/zone=b]
        tolerations: ['team=safety:NoSchedule', 'dedicated:NoExecute']
        resources: {gpu: amd.com/gpu, cpus: 8, memory: 64Gi, sharedMemory: 2Gi}
        work: {size: 200Gi, claim: models}
        identity: {runner: runner, coordinator: coordinator, secret: store-keys}
        queue: {name: night, priority: low}
        priorityClass: realign-test-batch
        parallelism: 2
        retries: 5
        maxFailedIndexes: 2
        grace: 2m
        keepFinished: 1d
        deadline: 10h
        budget: 12h
        notify: {on: [blocked, failed], secret: webhook}
        egress: ['10.0.0.0/8:9000', '192.168.0.0/16', '2001:db8::/32:443']
      """);

  static final String RUN = "demo-12e45678";

  /** Its first digits are a number to a careless reader of YAML. */
  static final String IDENTITY = "12e4567890123456" + "0".repeat(48);

  private static final Owner OWNER = new Owner(RUN, "7b1d7e5c-2f6e-4a53-9d84-1c9f6d1f0a11");

  private static final List<Phase> PHASES =
      List.of(
          new Phase("load", List.of("load"), false, false),
          new Phase("align", List.of("base", "align-000", "align-001"), true, true),
          new Phase("cells", List.of("cell-000", "cell-001", "cell-002"), true, true),
          new Phase("report", List.of("report"), false, false),
          new Phase(
              Phase.NIGHTLY, List.of("load", "align-000", "cell-000", "report"), false, true));

  private final String yaml;

  RenderCase(String yaml) {
    this.yaml = yaml;
  }

  String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yaml";
  }

  Target target() {
    return SpecReader.ofTarget().text(file(), yaml).value();
  }

  Target target(String namespace) {
    return SpecReader.ofTarget()
        .override(
            "cluster.namespace",
            TextNode.valueOf(namespace).toString(),
            Origin.Source.flag("--namespace"))
        .text(file(), yaml)
        .value();
  }

  static RunObjects run(Target target) {
    return new RunObjects(new RunPlacement(RUN, IDENTITY, target, null));
  }

  static RunObjects night(Target target) {
    String name = "demo-29473920";
    return new RunObjects(new RunPlacement(name, IDENTITY, target, "demo/12e456789012"));
  }

  /** A coordinator and all that it may create. */
  static List<V1Job> jobs(Target target) {
    return Stream.concat(
            Stream.of(run(target).coordinator()),
            PHASES.stream().map(phase -> run(target).work(phase, true, OWNER)))
        .toList();
  }

  static List<V1Job> nightJobs(Target target) {
    return List.of(night(target).coordinator(), night(target).work(PHASES.get(4), false, OWNER));
  }

  static Nightly nightly(Target target) {
    return new Nightly("demo", "12e456789012", IDENTITY, "0 2 * * *", "Europe/Berlin", target);
  }

  /** Every kind of object that there is. */
  static List<KubernetesObject> objects(Target target) {
    Installation installation = new Installation(target);
    List<KubernetesObject> all = new ArrayList<>(installation.objects());
    all.addAll(installation.nodeReading());
    all.addAll(jobs(target));
    all.add(nightly(target).cronJob());
    all.addAll(nightJobs(target));
    return all;
  }
}
