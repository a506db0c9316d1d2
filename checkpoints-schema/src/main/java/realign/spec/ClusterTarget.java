package realign.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;

/**
 * How a run is placed in a Kubernetes cluster. Names of Secrets and accounts, never what they hold.
 */
public record ClusterTarget(
    @Setting(
            value = "namespace of all objects",
            byDefault = "default",
            pattern = ClusterTarget.LABEL)
        String namespace,
    @Setting(
            value = "image of the program",
            example = "realign:0.1.0",
            pattern = "[A-Za-z0-9][A-Za-z0-9._:/@-]*")
        String image,
    @Setting(value = "when a node pulls the image", byDefault = "if-not-present")
        PullPolicy pullPolicy,
    @Setting(
            value = "Secret with the registry's credentials",
            optional = true,
            pattern = ClusterTarget.NAME)
        @Nullable String pullSecret,
    @Setting(value = "nodes that compute, by the cluster's own labels", byDefault = "on-demand")
        Pool pool,
    @Setting(
            value = "labels that nodes must have besides, each key=value",
            byDefault = "[]",
            minItems = 0,
            pattern = ClusterTarget.KEY + "=" + ClusterTarget.VALUE)
        List<String> nodeSelector,
    @Setting(
            value = "taints that computing pods tolerate besides, each key[=value]:effect",
            byDefault = "[]",
            minItems = 0,
            pattern =
                ClusterTarget.KEY
                    + "(="
                    + ClusterTarget.VALUE
                    + ")?:(NoSchedule|PreferNoSchedule|NoExecute)")
        List<String> tolerations,
    @Setting(value = "what a computing pod gets", byDefault = "{}") Resources resources,
    @Setting(value = "the work folder of a pod", byDefault = "{}") WorkVolume work,
    @Setting(value = "in whose name pods act", byDefault = "{}") Identity identity,
    @Setting(value = "admission by Kueue", optional = true) @Nullable Queue queue,
    @Setting(
            value = "priority class of the pods that compute",
            optional = true,
            pattern = ClusterTarget.NAME)
        @Nullable String priorityClass,
    @Setting(
            value = "pods that compute at a time, where several scopes can",
            byDefault = "1",
            min = 1,
            max = 1000)
        int parallelism,
    @Setting(
            value = "unexpected failures of a pod that are tried again; preemptions never count",
            byDefault = "2",
            min = 0,
            max = 100)
        int retries,
    @Setting(
            value = "scopes that may fail before the others are ended too; none: any number",
            optional = true,
            min = 0)
        @Nullable Integer maxFailedIndexes,
    @Setting(value = "time between SIGTERM and SIGKILL", byDefault = "30s") Duration grace,
    @Setting(value = "how long ended Jobs stay visible in the cluster", byDefault = "7d")
        Duration keepFinished,
    @Setting(
            value = "longest time of a night, of its waiting for nodes too; then it ends",
            byDefault = "20h")
        Duration deadline,
    @Setting(value = "price of an hour, for the forecast", optional = true, min = 0)
        @Nullable Double pricePerHour,
    @Setting(value = "hours that all attempts together may take", optional = true)
        @Nullable Duration budget,
    @Setting(value = "whom to tell of what a person should know", optional = true)
        @Nullable Notify notify_,
    @Setting(
            value =
                "addresses that pods may reach by the network policy, each CIDR[:port]; none: any"
                    + " address at ports 443 and 80, and the store's port",
            byDefault = "[]",
            minItems = 0,
            pattern = "[0-9a-fA-F.:]+/[0-9]{1,3}(:[0-9]{1,5})?")
        List<String> egress) {

  /** A DNS label. */
  static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  /** Name of an object. */
  static final String NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";

  /** Key of a label or taint. */
  static final String KEY = "([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";

  /** Value of a label or taint. */
  static final String VALUE = "([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?";

  /** An amount as Kubernetes writes it. */
  static final String QUANTITY = "[1-9][0-9]*(Mi|Gi|Ti|M|G|T)";

  public ClusterTarget {
    Settings.check(
        ClusterTarget.class,
        namespace,
        image,
        pullPolicy,
        pullSecret,
        pool,
        nodeSelector,
        tolerations,
        resources,
        work,
        identity,
        queue,
        priorityClass,
        parallelism,
        retries,
        maxFailedIndexes,
        grace,
        keepFinished,
        deadline,
        pricePerHour,
        budget,
        notify_,
        egress);
    nodeSelector = List.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    egress = List.copyOf(egress);
    PlacementRules.check(pool, nodeSelector, egress);
  }

  /** When a node pulls an image. */
  public enum PullPolicy {
    IF_NOT_PRESENT,
    ALWAYS,
    NEVER
  }

  /** Presets of node labels and taints. */
  public enum Pool {
    /** Whatever the cluster has. */
    ON_DEMAND(null),
    /** Spot VMs of Google Kubernetes Engine. */
    GKE_SPOT("cloud.google.com/gke-spot=true"),
    /** Spot capacity of managed node groups of Amazon EKS. */
    EKS_SPOT("eks.amazonaws.com/capacityType=SPOT"),
    /** Spot capacity that Karpenter provides. */
    KARPENTER_SPOT("karpenter.sh/capacity-type=spot");

    private final @Nullable String label;

    Pool(@Nullable String label) {
      this.label = label;
    }

    /** The label by which a provider marks such nodes, {@code key=value}, and often taints them. */
    public Optional<String> label() {
      return Optional.ofNullable(label);
    }
  }

  /** What a pod that computes gets. */
  public record Resources(
      @Setting(value = "GPUs of a pod; 0 computes on processors", byDefault = "1", min = 0, max = 1)
          int gpus,
      @Setting(
              value = "what the cluster calls a GPU",
              byDefault = "nvidia.com/gpu",
              pattern = "[a-z0-9.-]+/[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
          String gpu,
      @Setting(value = "processors", byDefault = "4", min = 1, max = 256) int cpus,
      @Setting(value = "memory", byDefault = "16Gi", pattern = ClusterTarget.QUANTITY)
          String memory,
      @Setting(
              value = "shared memory (/dev/shm), part of the memory",
              byDefault = "1Gi",
              pattern = ClusterTarget.QUANTITY)
          String sharedMemory) {

    public Resources {
      Settings.check(Resources.class, gpus, gpu, cpus, memory, sharedMemory);
      SpecRule.require(
          PlacementRules.bytes(sharedMemory) <= PlacementRules.bytes(memory),
          "sharedMemory",
          sharedMemory,
          "must be at most memory, of which it is a part: " + memory,
          "Give more memory, or set sharedMemory to less of it (1Gi where it is not given)");
    }
  }

  /** Where a pod keeps what may be lost at any time. */
  public record WorkVolume(
      @Setting(
              value = "most that it may hold: models, data and one adapter's checkpoints",
              byDefault = "50Gi",
              pattern = ClusterTarget.QUANTITY)
          String size,
      @Setting(
              value =
                  "volume claim that all pods share, so that models are fetched once; else each"
                      + " pod has a folder of its node",
              optional = true,
              pattern = ClusterTarget.NAME)
          @Nullable String claim) {

    public WorkVolume {
      Settings.check(WorkVolume.class, size, claim);
    }
  }

  /** Accounts of pods. */
  public record Identity(
      @Setting(
              value = "service account of pods that compute",
              byDefault = "realign-runner",
              pattern = ClusterTarget.NAME)
          String runner,
      @Setting(
              value = "service account of coordinators",
              byDefault = "realign-coordinator",
              pattern = ClusterTarget.NAME)
          String coordinator,
      @Setting(
              value =
                  "Secret whose keys become environment variables, such as AWS_ACCESS_KEY_ID and"
                      + " AWS_SECRET_ACCESS_KEY, where accounts give no access to the store",
              optional = true,
              pattern = ClusterTarget.NAME)
          @Nullable String secret) {

    public Identity {
      Settings.check(Identity.class, runner, coordinator, secret);
    }
  }

  /** A queue of Kueue. */
  public record Queue(
      @Setting(
              value = "local queue of the namespace",
              example = "nightly",
              pattern = ClusterTarget.LABEL)
          String name,
      @Setting(value = "workload priority class", optional = true, pattern = ClusterTarget.LABEL)
          @Nullable String priority) {

    public Queue {
      Settings.check(Queue.class, name, priority);
    }
  }

  /** A webhook, which gets a JSON document by POST. */
  public record Notify(
      @Setting(
              value = "what to tell",
              byDefault = "[blocked, inconclusive, failed, missed, budget]")
          List<Occasion> on,
      @Setting(
              value = "address of a webhook that is no secret",
              optional = true,
              pattern = "https?://[!-~]+")
          @Nullable String url,
      @Setting(
              value = "Secret that holds the address of the webhook under the key url",
              optional = true,
              pattern = ClusterTarget.NAME)
          @Nullable String secret) {

    public Notify {
      Settings.check(Notify.class, on, url, secret);
      on = List.copyOf(on);
      SpecRule.require(
          (url == null) != (secret == null),
          "url",
          url,
          "must stand alone: either url or secret gives the address",
          "Give one of notify.url and notify.secret");
    }
  }

  /** What a person should know. */
  public enum Occasion {
    BLOCKED,
    INCONCLUSIVE,
    FAILED,
    MISSED,
    BUDGET,
    PASSED
  }
}
