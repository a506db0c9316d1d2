package realign.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import realign.render.Labels;
import realign.spec.ExitCode;
import realign.spec.TerminationMessage;

/** One Job with its pods and all events. */
record DiagnosedJob(JobView job, List<PodView> pods, List<EventView> events, boolean stopped) {
  private static final Pattern QUOTED = Pattern.compile("(secret|configmap) \"([^\"]+)\"");
  private static final Pattern ACCOUNT = Pattern.compile("serviceaccount \"([^\"]+)\" not found");
  private static final Pattern VIOLATION =
      Pattern.compile("violates PodSecurity \"([^\"]+)\": (.*)", Pattern.DOTALL);
  private static final Pattern QUOTA = Pattern.compile("exceeded quota: (.*)", Pattern.DOTALL);
  private static final Pattern SHORT_OF = Pattern.compile("Insufficient ([^\\s,]*[^\\s,.])");
  private static final int KILLED = 137;

  Stream<Diagnosis> diagnoses() {
    return switch (job.state()) {
      case COMPLETE -> Stream.empty();
      case SUSPENDED -> Stream.of(suspended());
      case FAILED -> failed();
      case ACTIVE -> Stream.concat(active(), failedIndexes());
    };
  }

  private Diagnosis suspended() {
    if (stopped) {
      return said("is suspended, since the run was stopped", "realign restart lets it go on");
    }
    if (!job.queue().isEmpty()) {
      return said(
          "waits for Kueue to admit it in the queue " + job.queue(),
          "See kubectl get workloads, and the quota of the queue");
    }
    return said(
        "is suspended, though nobody stopped the run by realign stop",
        "realign restart resumes it");
  }

  private Stream<Diagnosis> active() {
    List<PodView> open = pods.stream().filter(pod -> !pod.hasEnded()).toList();
    List<Diagnosis> found = new ArrayList<>();
    open.stream().map(this::pending).flatMap(Optional::stream).forEach(found::add);
    if (open.isEmpty()) {
      notCreated().ifPresent(found::add);
    }
    if (found.isEmpty()) {
      restarts(open.isEmpty()).ifPresent(found::add);
    }
    return found.stream();
  }

  private Optional<Diagnosis> pending(PodView pod) {
    if (pod.deleting()) {
      return ending(pod);
    }
    if (!pod.unschedulable().isEmpty()) {
      return Optional.of(unschedulable(pod));
    }
    return pod.waiting().isEmpty() ? notMounted(pod) : Optional.of(waiting(pod));
  }

  /** With podReplacementPolicy Failed no second pod comes before the first is really gone. */
  private Optional<Diagnosis> ending(PodView pod) {
    boolean lost = has(pod.name(), e -> e.reason().equals("NodeNotReady"));
    if (!lost && !pod.disrupted()) {
      return Optional.empty();
    }
    String node = Objects.requireNonNullElse(pod.node(), "unknown");
    String cause =
        lost
            ? "its node " + node + " has vanished"
            : "was told to end, which its node " + node + " has not confirmed yet";
    return Optional.of(
        new Diagnosis(
            pod.name(),
            cause + ", and no second pod starts before the first is really gone",
            (lost ? "If" : "If the node is lost and")
                + " it stays away: kubectl delete node "
                + node
                + ", or kubectl taint node "
                + node
                + " node.kubernetes.io/out-of-service=lost:NoExecute"));
  }

  private Diagnosis unschedulable(PodView pod) {
    String message = pod.unschedulable();
    String what = shortOf(message);
    String reason = message.replaceFirst("\\s*preemption:.*", "").replaceFirst("\\.?\\s*$", "");
    if (what.contains("/")) {
      return new Diagnosis(
          pod.name(),
          "waits for a node with a free GPU (" + what + "): " + reason,
          "It starts as soon as one is free; realign doctor --for k8s shows what the nodes have");
    }
    if (!what.isEmpty()) {
      return new Diagnosis(
          pod.name(),
          "waits for a node with enough " + what + ": " + reason,
          "Wait, add a node, or ask for less in target.cluster.resources");
    }
    if (message.contains("taint")) {
      return new Diagnosis(
          pod.name(),
          "no node takes it, for their taints: " + reason,
          "Name the taint in target.cluster.tolerations, or take another pool");
    }
    return new Diagnosis(
        pod.name(),
        "no node takes it: " + reason,
        "Compare target.cluster.pool and nodeSelector with kubectl get nodes --show-labels");
  }

  /** What no node has enough of; a GPU before all else, since there are fewest of them. */
  private static String shortOf(String message) {
    List<String> all = SHORT_OF.matcher(message).results().map(m -> m.group(1)).toList();
    return all.stream()
        .filter(what -> what.contains("/"))
        .findFirst()
        .orElseGet(() -> all.isEmpty() ? "" : all.get(0));
  }

  private Diagnosis waiting(PodView pod) {
    String waiting = pod.waiting();
    if (waiting.contains("ImagePull") || waiting.contains("InvalidImageName")) {
      return new Diagnosis(
          pod.name(),
          "its image cannot be pulled: " + waiting,
          "Correct target.cluster.image, or name the registry's Secret in pullSecret");
    }
    Matcher missing = QUOTED.matcher(waiting);
    if (missing.find()) {
      return missing(pod, missing);
    }
    return new Diagnosis(
        pod.name(), "does not start: " + waiting, "See kubectl describe pod " + pod.name());
  }

  private static Diagnosis missing(PodView pod, Matcher found) {
    String kind = found.group(1).equals("secret") ? "Secret" : "ConfigMap";
    return new Diagnosis(
        pod.name(),
        "needs the " + kind + " " + found.group(2) + ", which is not in the namespace",
        "Create it: the pod then starts by itself");
  }

  private Optional<Diagnosis> notMounted(PodView pod) {
    return last(pod.name(), "FailedMount")
        .map(
            event -> {
              Matcher missing =
                  QUOTED.matcher(event.message().replaceFirst("volume \"[^\"]*\"", ""));
              return missing.find()
                  ? missing(pod, missing)
                  : new Diagnosis(
                      pod.name(),
                      "a volume cannot be mounted: " + event.message(),
                      "See kubectl describe pod " + pod.name());
            });
  }

  private Optional<Diagnosis> notCreated() {
    return last(job.name(), "FailedCreate").map(event -> notCreated(event.message()));
  }

  private Diagnosis notCreated(String message) {
    Matcher quota = QUOTA.matcher(message);
    if (quota.find()) {
      return said(
          "gets no pod, since the quota of the namespace is used up: " + quota.group(1),
          "It starts when something else ends; or ask for less, or for a larger quota");
    }
    Matcher violation = VIOLATION.matcher(message);
    if (violation.find()) {
      return said(
          "gets no pod, since the namespace enforces Pod Security "
              + violation.group(1)
              + ": "
              + violation.group(2),
          "Render it again with this version of realign, or let the namespace admit it");
    }
    Matcher account = ACCOUNT.matcher(message);
    if (account.find()) {
      return said(
          "gets no pod, since the ServiceAccount " + account.group(1) + " is missing",
          "Let realign render --install | kubectl apply -f - create what every namespace needs");
    }
    return said("gets no pod: " + message, "See kubectl describe job " + job.name());
  }

  private Optional<Diagnosis> restarts(boolean none) {
    long preempted = pods.stream().filter(DiagnosedJob::wasPreempted).count();
    if (preempted == 0) {
      return Optional.empty();
    }
    String times = preempted == 1 ? "once" : preempted + " times";
    return Optional.of(
        said(
            "was preempted " + times + (none ? "; its next pod is yet to come" : " and runs again"),
            ""));
  }

  private static boolean wasPreempted(PodView pod) {
    Integer exit = pod.exitCode();
    return pod.hasEnded()
        && (pod.disrupted() || (exit != null && exit == ExitCode.PREEMPTED.number()));
  }

  private Stream<Diagnosis> failed() {
    if (job.isPastDeadline()) {
      return Stream.of(
          said(
              "was ended, since its deadline had passed",
              "The next start goes on from the checkpoints; see target.cluster.deadline"));
    }
    List<Diagnosis> indexes = failedIndexes().toList();
    if (!indexes.isEmpty()) {
      return indexes.stream();
    }
    Predicate<PodView> bad = p -> p.phase() == PodView.Phase.FAILED && !wasPreempted(p);
    return Stream.of(
        last(bad).map(pod -> ended(job.name(), pod)).orElseGet(() -> failedWithoutPod()));
  }

  private Diagnosis failedWithoutPod() {
    return said(
        "failed (" + job.reason() + "): " + job.message(), "See realign status, then restart it");
  }

  private Stream<Diagnosis> failedIndexes() {
    return job.failed().stream().map(this::failedIndex);
  }

  private Diagnosis failedIndex(Integer index) {
    List<String> scopes = job.scopes();
    String scope = index < scopes.size() ? scopes.get(index) : "index " + index;
    Predicate<PodView> own = p -> Objects.equals(p.index(), index) && !wasPreempted(p);
    return last(own.and(p -> p.phase() == PodView.Phase.FAILED))
        .map(pod -> ended(job.name() + " " + scope, pod))
        .orElseGet(() -> new Diagnosis(job.name() + " " + scope, "failed for good", ""));
  }

  private Diagnosis ended(String object, PodView pod) {
    if (pod.ending().startsWith("OOMKilled")) {
      return new Diagnosis(
          object,
          "needed more memory than it may have (OOMKilled)",
          "Raise target.cluster.resources.memory, or lower the batch size; realign plan says"
              + " what it needs");
    }
    Integer exit = pod.exitCode();
    if (exit == null) {
      return new Diagnosis(
          object, "its pod failed: " + pod.ending(), "See kubectl describe pod " + pod.name());
    }
    String said = said(pod);
    String meaning = exit == KILLED ? "killed by the system" : ExitCode.of(exit).meaning();
    return new Diagnosis(
        object,
        "ended with " + exit + ", " + meaning + (said.isEmpty() ? "" : ": " + said),
        isFruitless(pod)
            ? "See realign logs for the cause; then raise recoveriesWithoutProgress in the target"
                + " and realign restart it with --target"
            : whatNext(ExitCode.of(exit)));
  }

  /** Whether attempts one after the other committed nothing: no budget helps there. */
  private static boolean isFruitless(PodView pod) {
    return TerminationMessage.parse(pod.termination()).stream()
        .flatMap(message -> message.problems().stream())
        .anyMatch(told -> told.id().equals("RLN-723"));
  }

  /** Its sentence, and its problems where they say more; another program's words as they are. */
  private static String said(PodView pod) {
    return TerminationMessage.parse(pod.termination())
        .map(DiagnosedJob::words)
        .orElseGet(() -> pod.termination().strip());
  }

  private static String words(TerminationMessage message) {
    return Stream.concat(
            Stream.of(message.sentence()),
            message.problems().stream().map(TerminationMessage.Told::message))
        .filter(words -> !words.isEmpty())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private String whatNext(ExitCode exit) {
    return switch (exit) {
      case BLOCKED, INCONCLUSIVE -> "realign report shows why";
      case USAGE, INVALID -> "Correct the spec or target and submit it under another name";
      case CREDENTIALS -> "Check the service account or Secret of target.cluster.identity";
      case BUDGET -> "Raise the budget or deadline in the target and submit it again";
      default -> "See realign logs, then realign restart";
    };
  }

  private Diagnosis said(String cause, String fix) {
    String what = job.component().equals(Labels.COORDINATOR) ? "coordinator " : "";
    return new Diagnosis(what + job.name(), cause, fix);
  }

  private boolean has(String object, Predicate<EventView> which) {
    return events.stream().filter(e -> e.object().equals(object)).anyMatch(which);
  }

  private Optional<EventView> last(String object, String reason) {
    return events.stream()
        .filter(e -> e.object().equals(object) && e.reason().equals(reason))
        .max(Comparator.comparing(EventView::time));
  }

  private Optional<PodView> last(Predicate<PodView> which) {
    return pods.stream().filter(which).max(Comparator.comparing(PodView::created));
  }
}
