package realign.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1Job;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.cluster.Cluster;
import realign.cluster.JobView;
import realign.cluster.MemoryCluster;
import realign.cluster.PodView;
import realign.log.ScopeHead;
import realign.log.ScopeView;
import realign.result.Verdict;
import realign.spec.ClusterTarget.Occasion;
import realign.spec.ExitCode;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.store.MemoryStore;
import realign.testing.Cases;
import realign.testing.Draw;

/** Coordinators over a cluster and a store that live in this process. */
class CoordinatorTest {
  @TempDir private static Path folder;
  private static ResolvedSpec spec;
  private static ResolvedSpec small;

  @BeforeAll
  static void specs() {
    spec = SampleRun.resolved(folder, SampleRun.SPEC);
    small = SampleRun.resolved(folder, SampleRun.SMALL);
  }

  @Cases(60)
  void whateverIsKilledEveryRunEndsTheSameAndNothingIsCreatedTwice(Draw draw) {
    Simulation world = new Simulation(draw, spec);
    Ending ending = world.end();
    assertThat(ending.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(ending.verdict()).isEqualTo(Verdict.Outcome.BLOCKED);
    assertThat(ending.occasion()).isEqualTo(Occasion.BLOCKED);
    assertThat(world.cluster.creations())
        .containsExactly("night-1-load", "night-1-align", "night-1-cells", "night-1-report");
    assertThat(open(world, SampleRun.SPEC)).isEmpty();
  }

  @Cases(40)
  void whatFailsForGoodIsGivenUpAndTheOthersStand(Draw draw) {
    Simulation world = new Simulation(draw, spec);
    world.failing.add(draw.oneOf(new String[] {"base", "align-000", "align-001"}));
    world.failing.add(draw.oneOf(new String[] {"cell-000", "cell-002"}));
    Ending ending = world.end();
    assertThat(ending.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(open(world, SampleRun.SPEC)).isEmpty();
    for (String scope : world.failing) {
      assertThat(state(world, scope)).isEqualTo(ScopeView.State.ABANDONED);
    }
    assertThat(world.cluster.creations()).hasSize(4).doesNotHaveDuplicates();
  }

  @Cases(20)
  void whereNothingStandsTheRunEndsAndCanBeTakenUp(Draw draw) {
    Simulation world = new Simulation(draw, spec);
    world.failing.addAll(List.of("cell-000", "cell-001", "cell-002", "cell-003"));
    Ending ending = world.end();
    assertThat(ending.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(ending.occasion()).isEqualTo(Occasion.FAILED);
    assertThat(state(world, "cell-000")).isEqualTo(ScopeView.State.CLAIMED);
    world.failing.clear();
    world.cluster.delete("night-1-cells");
    assertThat(world.end().exit()).isEqualTo(ExitCode.BLOCKED);
  }

  @Cases(20)
  void aSmallRunIsOneJob(Draw draw) {
    Simulation world = new Simulation(draw, small);
    assertThat(world.end().exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(world.cluster.creations()).containsExactly("night-1-nightly");
  }

  @Test
  void aJobThatFinishesNothingIsNotCreatedForEver() {
    MemoryCluster cluster = new MemoryCluster(Clock.fixed(Simulation.NOON, ZoneOffset.UTC));
    cluster.whileWaiting(() -> cluster.succeed("night-1-load"));
    Ending ending = coordinator(new MemoryStore(), cluster, null, Simulation.NOON).run();
    assertThat(ending.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(ending.sentence()).contains("ended 3 times and left load open");
    assertThat(cluster.creations()).hasSize(3);
  }

  @Test
  void aNameThatIsTakenByAnotherRunEndsTheRun() {
    MemoryCluster cluster = new MemoryCluster(Clock.fixed(Simulation.NOON, ZoneOffset.UTC));
    cluster.create(SampleRun.job(new realign.render.Phase("load", List.of("load"), false, false)));
    List<String> waits = new ArrayList<>();
    Cluster without = new OfAnother(cluster, waits);
    Ending ending = coordinator(new MemoryStore(), without, null, Simulation.NOON).run();
    assertThat(ending.exit()).isEqualTo(ExitCode.INVALID);
    assertThat(ending.sentence()).contains("night-1-load");
    assertThat(waits).hasSizeLessThan(10);
  }

  @Test
  void aStoppedRunIsSuspendedAndGoesOnAfterwards() {
    MemoryStore store = new MemoryStore();
    MemoryCluster cluster = new MemoryCluster(Clock.fixed(Simulation.NOON, ZoneOffset.UTC));
    cluster.whileWaiting(() -> new StopMark("ada@desk", Simulation.NOON).set(store, SampleRun.RUN));
    Ending ending = coordinator(store, cluster, null, Simulation.NOON).run();
    assertThat(ending.exit()).isEqualTo(ExitCode.DONE);
    assertThat(cluster.job("night-1-load").state()).isEqualTo(JobView.State.SUSPENDED);
    assertThat(coordinator(store, cluster, null, Simulation.NOON).run().sentence())
        .isEqualTo("stopped by ada@desk");
    StopMark.clear(store, SampleRun.RUN);
    cluster.suspend("night-1-load", false);
    assertThat(coordinator(store, cluster, null, Simulation.NOON).step()).isEmpty();
    assertThat(cluster.creations()).hasSize(1);
  }

  @Test
  void aNightEndsBeforeTheClusterEndsIt() {
    MemoryStore store = new MemoryStore();
    MemoryCluster cluster = new MemoryCluster(Clock.fixed(Simulation.NOON, ZoneOffset.UTC));
    cluster.create(ownJob());
    Duration day = Duration.ofHours(20);
    Instant late = Simulation.NOON.plus(day).minusSeconds(170);
    assertThat(coordinator(store, cluster, day, late.minusSeconds(20)).step()).isEmpty();
    Ending ending = coordinator(store, cluster, day, late).run();
    assertThat(ending.exit()).isEqualTo(ExitCode.BUDGET);
    assertThat(cluster.job("night-1-load").state()).isEqualTo(JobView.State.SUSPENDED);
    assertThat(cluster.job("night-1").state()).isEqualTo(JobView.State.ACTIVE);
  }

  @Test
  void aNightThatWasSuspendedBeginsAnew() {
    MemoryCluster cluster = new MemoryCluster(Clock.fixed(Simulation.NOON, ZoneOffset.UTC));
    cluster.create(ownJob());
    JobView job = cluster.job("night-1");
    Instant monday = Simulation.NOON.plus(Duration.ofDays(3));
    JobView resumed =
        new JobView(
            job.name(),
            job.uid(),
            job.component(),
            job.state(),
            "",
            "",
            1,
            List.of(),
            List.of(),
            job.created(),
            null,
            job.annotations(),
            List.of(),
            "",
            monday,
            null);
    assertThat(Coordinator.begun(resumed)).isEqualTo(monday);
    assertThat(Coordinator.begun(job)).isEqualTo(Simulation.NOON);
  }

  private static V1Job ownJob() {
    var job = SampleRun.job(new realign.render.Phase("load", List.of("load"), false, false));
    job.getMetadata().name(SampleRun.RUN);
    job.getMetadata().getLabels();
    job.getMetadata().setLabels(java.util.Map.of(realign.render.Labels.COMPONENT, "coordinator"));
    return job;
  }

  private static Coordinator coordinator(
      MemoryStore store, Cluster cluster, @Nullable Duration deadline, Instant now) {
    return new Coordinator(
        store,
        cluster,
        SampleRun.RUN,
        spec,
        SampleRun.target(),
        "test",
        SampleRun::job,
        deadline,
        Clock.fixed(now, ZoneOffset.UTC),
        pause -> {});
  }

  /** One whose Jobs have the right names, but are of another run. */
  private record OfAnother(MemoryCluster all, List<String> waits) implements Cluster {
    @Override
    public String namespace() {
      return all.namespace();
    }

    @Override
    public List<JobView> jobs(String run) {
      return List.of();
    }

    @Override
    public List<JobView> nights(String schedule) {
      return List.of();
    }

    @Override
    public List<PodView> pods(String run) {
      return List.of();
    }

    @Override
    public boolean create(V1Job job) {
      return all.create(job);
    }

    @Override
    public void suspend(String job, boolean suspended) {}

    @Override
    public void delete(String job) {
      throw new AssertionError("the Job of another run was deleted");
    }

    @Override
    public void awaitChange(String run, Duration most) {
      waits.add(run);
    }

    @Override
    public void close() {}
  }

  private static ScopeView.State state(Simulation world, String scope) {
    return ScopeHead.read(world.store, SampleRun.RUN, scope).state();
  }

  private static List<String> open(Simulation world, RunSpec run) {
    return Scope.of(run).stream()
        .map(Scope::name)
        .filter(
            scope ->
                state(world, scope) != ScopeView.State.DONE
                    && state(world, scope) != ScopeView.State.ABANDONED)
        .toList();
  }
}
