package realign.coordinator;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import realign.cluster.Cluster;
import realign.cluster.JobView;
import realign.cluster.MemoryCluster;
import realign.cluster.PodView;
import realign.log.Draft;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.ScopeHead;
import realign.log.ScopeLog;
import realign.log.ScopeView;
import realign.log.Settings;
import realign.result.Circumstances;
import realign.result.Findings;
import realign.result.ReportDocument;
import realign.result.ReportProvenance;
import realign.result.Verdict;
import realign.spec.ResolvedSpec;
import realign.spec.Target;
import realign.store.MemoryStore;
import realign.store.Payload;
import realign.testing.Draw;

/**
 * A cluster whose pods work through scopes of a run, in whatever order, and fail as they like; with
 * coordinators that are killed between any two of their calls, and of which there may be two.
 */
final class Simulation {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int BROKEN_FROM = 1;

  final MemoryStore store = new MemoryStore();
  final MemoryCluster cluster = new MemoryCluster(Clock.fixed(NOON, ZoneOffset.UTC));
  final Map<String, String> workers = new HashMap<>();
  final Set<String> failing = new HashSet<>();
  int kills;

  private final Draw draw;
  private final ResolvedSpec spec;
  private int mercy = 12;

  Simulation(Draw draw, ResolvedSpec spec) {
    this.draw = draw;
    this.spec = spec;
  }

  /** The coordinator was killed. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Coordinator coordinator() {
    return new Coordinator(
        store,
        new Mortal(),
        SampleRun.RUN,
        spec,
        SampleRun.target(),
        "test",
        SampleRun::job,
        null,
        Clock.fixed(NOON, ZoneOffset.UTC),
        pause -> {});
  }

  /** Runs coordinators until one of them reaches the end. */
  Ending end() {
    Coordinator one = coordinator();
    Coordinator other = coordinator();
    for (int step = 0; step < 2000; step++) {
      boolean second = draw.below(4) == 0;
      try {
        Optional<Ending> ending = staleStep(second ? other : one, second ? one : other);
        if (ending.isPresent()) {
          return ending.get();
        }
      } catch (Killed killed) {
        kills++;
        if (second) {
          other = coordinator();
        } else {
          one = coordinator();
        }
      }
    }
    throw new AssertionError("no end after 2000 steps: " + cluster.creations());
  }

  /** Now and then one decides, and another is faster. */
  private Optional<Ending> staleStep(Coordinator slow, Coordinator fast) {
    Situation seen = slow.look();
    Decision decision = Reconciliation.next(seen);
    if (draw.below(5) == 0) {
      Optional<Ending> ending = fast.step();
      if (ending.isPresent()) {
        return ending;
      }
    }
    return slow.act(decision, seen);
  }

  /** The same cluster for one that may be killed before and after every call. */
  private final class Mortal implements Cluster {
    private void perhapsKill() {
      if (mercy > 0 && draw.below(12) == 0) {
        mercy--;
        throw new Killed();
      }
    }

    /** The world does not wait for who looks at it piece by piece. */
    private void perhapsWork() {
      if (draw.below(3) == 0) {
        work();
      }
    }

    @Override
    public String namespace() {
      return cluster.namespace();
    }

    @Override
    public List<JobView> jobs(String run) {
      perhapsKill();
      perhapsWork();
      return cluster.jobs(run);
    }

    @Override
    public List<JobView> nights(String schedule) {
      return cluster.nights(schedule);
    }

    @Override
    public List<PodView> pods(String run) {
      perhapsWork();
      return cluster.pods(run);
    }

    @Override
    public boolean create(io.kubernetes.client.openapi.models.V1Job job) {
      perhapsKill();
      boolean created = cluster.create(job);
      perhapsKill();
      return created;
    }

    @Override
    public void suspend(String job, boolean suspended) {
      perhapsKill();
      cluster.suspend(job, suspended);
      perhapsKill();
    }

    @Override
    public void delete(String job) {
      perhapsKill();
      cluster.delete(job);
      perhapsKill();
    }

    @Override
    public void awaitChange(String run, Duration most) {
      work();
      perhapsKill();
    }

    @Override
    public void close() {}
  }

  /** One pod somewhere comes to the end of its scope. */
  void work() {
    List<JobView> active =
        cluster.jobs(SampleRun.RUN).stream()
            .filter(job -> job.state() == JobView.State.ACTIVE)
            .toList();
    if (active.isEmpty()) {
      return;
    }
    JobView job = active.get(draw.below(active.size()));
    boolean indexed = job.component().equals("align") || job.component().equals("cells");
    if (indexed) {
      List<Integer> left =
          java.util.stream.IntStream.range(0, job.scopes().size())
              .filter(i -> !job.completed().contains(i) && !job.failed().contains(i))
              .boxed()
              .toList();
      int index = left.get(draw.below(left.size()));
      if (work(job, index, job.scopes().get(index))) {
        cluster.succeed(job.name(), index);
      } else {
        cluster.fail(job.name(), index, 1, "");
      }
    } else if (job.scopes().stream().allMatch(scope -> work(job, 0, scope))) {
      if (job.component().equals("report")) {
        cluster.fail(job.name(), "PodFailurePolicy", 10, "");
      } else {
        cluster.succeed(job.name());
      }
    } else {
      cluster.fail(job.name(), "PodFailurePolicy", 3, "");
    }
  }

  /** Whether the scope is done. */
  private boolean work(JobView job, int index, String scope) {
    ScopeView.State state = ScopeHead.read(store, SampleRun.RUN, scope).state();
    if (state == ScopeView.State.DONE) {
      return true;
    }
    requireNoOther(job, scope);
    Holder self = Holder.self();
    Holder holder =
        new Holder(
            self.attempt(),
            job.uid(),
            index,
            job.uid(),
            self.processNamespace(),
            self.pid() + BROKEN_FROM,
            self.processStart());
    try (ScopeLog log = ScopeLog.claim(store, SampleRun.RUN, scope, holder, settings())) {
      if (failing.contains(scope)) {
        return false; // killed with the scope in its hands
      }
      log.saveNow(draft(scope));
      log.done("0".repeat(64), Map.of());
    }
    return true;
  }

  private void requireNoOther(JobView job, String scope) {
    String before = workers.put(scope, job.uid());
    if (before != null && !before.equals(job.uid())) {
      boolean runs =
          cluster.jobs(SampleRun.RUN).stream()
              .anyMatch(other -> other.uid().equals(before) && !other.hasEnded());
      if (runs) {
        throw new AssertionError(scope + " is worked on by two Jobs");
      }
    }
  }

  private static Draft draft(String scope) {
    Map<String, Draft.Artefact> artefacts =
        scope.equals("report")
            ? Map.of(
                "report.json",
                new Draft.Artefact(
                    Payload.of(report().toJson().getBytes(StandardCharsets.UTF_8)), false))
            : Map.of();
    return new Draft("stage", 1, true, Map.of(), artefacts, Set.of(), List.of());
  }

  private static ReportDocument report() {
    Findings findings = new Findings(List.of(), List.of(), List.of());
    return new ReportDocument(
        ReportDocument.VERSION,
        SampleRun.RUN,
        new Verdict(Verdict.Outcome.BLOCKED, "70 of at most 60.", List.of(), "align-000", null),
        findings,
        findings.digest(),
        List.of(),
        new Circumstances(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Circumstances.Machine("0.1.0", Map.of(), "cpu", "AVX2", 1),
            NOON),
        new ReportProvenance(
            "tiny", "0".repeat(64), Map.of(), Map.of(), Map.of(), Map.of(), List.of()));
  }

  private static Settings settings() {
    return new Settings(
        Duration.ofMillis(60),
        Duration.ofMillis(20),
        new Target.CheckpointPolicy(50, Duration.ofMinutes(5), 3, 0),
        false,
        new Provenance("0".repeat(64), "test", Map.of(), "cpu", "AVX2", 1));
  }
}
