package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import realign.cluster.ControlPlane;
import realign.log.ScopeHead;
import realign.log.ScopeView.CommitPoint;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;
import realign.testing.ArchivedClassPath;

/**
 * A cluster whose nodes run the real programs, an S3 server, and a model there: what an operator
 * has. One for all tests of this JVM; each test takes a {@link Place} of its own.
 */
final class ClusterWorld {
  static final String IMAGE = "realign:test";

  private static @Nullable ClusterWorld shared;

  private final ControlPlane cluster;
  private final TestSite site;
  private final Path folder;

  private ClusterWorld(Path folder) throws IOException {
    this.folder = folder;
    this.site = TestSite.find();
    this.cluster = site.image().equals(IMAGE) ? own(program(folder)) : ControlPlane.shared();
  }

  private static ControlPlane own(Path program) {
    String gpu = "=nvidia.com/gpu:1,taint:nvidia.com/gpu=present:NoSchedule";
    return ControlPlane.with()
        .image(IMAGE, program)
        .node("gpu-0" + gpu)
        .node("gpu-1" + gpu)
        .node("cpu-0")
        .node("cpu-1")
        .start();
  }

  static synchronized ClusterWorld shared() throws IOException {
    ClusterWorld now = shared;
    if (now == null) {
      now = new ClusterWorld(Files.createTempDirectory("cluster-world"));
      shared = now;
    }
    return now;
  }

  /**
   * From now on pods end with 3 at once whose completion index and command fit a pattern of the
   * shell; none with null.
   */
  void defect(@Nullable String pattern) throws IOException {
    if (pattern == null) {
      Files.deleteIfExists(folder.resolve("defect"));
    } else {
      Files.writeString(folder.resolve("defect"), pattern);
    }
  }

  /** Whether its nodes are those of {@link #own}. */
  boolean isOwn() {
    return site.image().equals(IMAGE);
  }

  ControlPlane cluster() {
    return cluster;
  }

  /**
   * What a container of the image would start, on this machine. Natives are unpacked once for all
   * pods, and the first one of each program leaves an archive of its classes to the others: in this
   * way a pod starts in half the time.
   */
  private static Path program(Path folder) throws IOException {
    return ControlPlane.script(
        folder,
        "program",
        """
        folder='%s' java='%s'
        export DJL_CACHE_DIR=${HOME:-/root}/.djl.ai OMP_NUM_THREADS=1 REALIGN_BATCH_CLASSPATH='%s'
        flags='-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dai.djl.offline=true
          -Dai.djl.pytorch.num_threads=1 -Dai.djl.pytorch.num_interop_threads=1'
        # a pod's own account lies at a path that only a container has
        account=$POD_ROOT/var/run/secrets/kubernetes.io/serviceaccount
        if [[ -f $account/token ]]; then
          export KUBECONFIG=$POD_ROOT/kubeconfig
          server=https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT
          printf '%%s\\n' 'apiVersion: v1' 'kind: Config' 'current-context: c' \
            "clusters: [{name: c, cluster: {server: '$server', certificate-authority: '$account/ca.crt'}}]" \
            "users: [{name: c, user: {tokenFile: '$account/token'}}]" \
            "contexts: [{name: c, context: {cluster: c, user: c, namespace: $(<"$account/namespace")}}]" \
            >"$KUBECONFIG"
        fi
        if [[ -e $folder/defect && "$JOB_COMPLETION_INDEX $*" == $(<"$folder/defect") ]]; then
          echo 'this pod is defective' >&2
          exit 3
        fi
        case $2 in
          @/app/batch.jvm) path=$REALIGN_BATCH_CLASSPATH main=realign.batch.Main ;;
          @/app/realign.jvm) path='%s' main=realign.cli.Main ;;
          *) exec "$@" ;;
        esac
        shift 2
        quiet='-Xlog:cds=off -Xlog:cds+dynamic=off'
        there="$quiet -XX:SharedArchiveFile=$folder"
        if [[ -e $folder/$main.jsa ]]; then
          flags+=" $there/$main.jsa"
        elif mkdir "$folder/$main" 2>/dev/null; then
          flags+=" $quiet -XX:ArchiveClassesAtExit=$folder/$main.jsa"
        fi
        # a coordinator starts the batch program, too
        if [[ -e $folder/realign.batch.Main.jsa ]]; then
          export REALIGN_BATCH_JAVA_OPTS="$there/realign.batch.Main.jsa"
        fi
        exec "$java" $flags -cp "$path" "$main" "$@"
        """
            .formatted(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                ArchivedClassPath.of(BatchProgram.classPath(), folder),
                ArchivedClassPath.of(System.getProperty("java.class.path"), folder)));
  }

  /**
   * Kills every process whose command line has all these words, as the kernel would for want of
   * memory; how many there were.
   */
  static int kill(String... words) throws IOException {
    int killed = 0;
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.toList()) {
        String name = process.getFileName().toString();
        if (name.matches("\\d+") && commandLine(process).containsAll(List.of(words))) {
          killed +=
              ProcessHandle.of(Long.parseLong(name))
                      .map(ProcessHandle::destroyForcibly)
                      .orElse(false)
                  ? 1
                  : 0;
        }
      }
    }
    return killed;
  }

  private static List<String> commandLine(Path process) {
    try {
      return List.of(Files.readString(process.resolve("cmdline")).split("\0", -1));
    } catch (IOException e) {
      return List.of(); // it has ended
    }
  }

  /** A namespace with the installation in it, a store, and a spec over a model in S3. */
  Place place(Path home) throws IOException {
    return new Place(home);
  }

  /** Where one test works. */
  final class Place {
    final String namespace = cluster.newNamespace();
    final String store = site.newStore();
    final TestWorld world;

    Place(Path home) throws IOException {
      ChildStarter program = BatchProgram.starter();
      world = new TestWorld(home).with((words, variables) -> program.start(words, with(variables)));
      world.clock.advance(Duration.between(TestWorld.NOON, Instant.now()));
      TinyRun.write(home);
      String bucket = store.substring(0, store.indexOf('/', "s3://".length()));
      upload(home.resolve("model"), bucket + "/inputs/model");
      Path spec = home.resolve("tiny.yaml");
      Files.writeString(
          spec,
          Files.readString(spec).replace("path: model,", "path: " + bucket + "/inputs/model,"));
      target("");
      world.environment.put(JavaChild.CLASS_PATH, BatchProgram.classPath());
      world.environment.put("HOME", home.toString());
      world.environment.put("KUBECONFIG", cluster.kubeconfig());
      cluster.apply(namespace, site.secret());
      realign("render", "--install", "--target", "target.yaml");
      cluster.apply(namespace, world.out());
    }

    private Map<String, String> with(Map<String, String> variables) {
      Map<String, String> all = new HashMap<>(variables);
      all.putAll(site.environment());
      return all;
    }

    /** Skips the test where the nodes are somebody else's. */
    void needsOwnNodes() {
      assumeTrue(isOwn(), "needs nodes that the test may break");
    }

    /** Another person at the same place. */
    TestWorld another() {
      TestWorld other = new TestWorld(world.folder);
      other.environment.putAll(world.environment);
      return other;
    }

    /** From now on runs compute on processors. */
    void withoutGpu() throws IOException {
      Path target = world.folder.resolve("target.yaml");
      String text = Files.readString(target);
      Files.writeString(target, text.replaceFirst("gpus: 1", "gpus: 0"));
    }

    /** Writes the target, with more settings of its cluster. */
    void target(String more) throws IOException {
      target(1, more);
    }

    /** The same, with a commit after so many steps. */
    void target(int everySteps, String more) throws IOException {
      Files.writeString(
          world.folder.resolve("target.yaml"),
          """
          store: %s
          s3: %s
          heartbeat: 500ms
          timeToLive: 5s
          checkpoint: {everySteps: %d}
          cluster:
            namespace: %s
            image: %s
            grace: 10s
            resources: {gpus: %d, cpus: 1, memory: 1Gi, sharedMemory: 64Mi}
            work: {size: 1Gi}
            identity: {secret: store}
          """
                  .formatted(store, site.target(), everySteps, namespace, site.image(), site.gpus())
              + more.indent(2));
    }

    /** A command as the operator gives it; its exit code. */
    int realign(String... arguments) {
      return world.realign(arguments);
    }

    /** Changes the spec. */
    void spec(UnaryOperator<String> change) throws IOException {
      Path spec = world.folder.resolve("tiny.yaml");
      Files.writeString(spec, change.apply(Files.readString(spec)));
    }

    /** Submits the spec and returns at once. */
    void submit(String run) {
      assertThat(realign("submit", "tiny.yaml", "--target", "target.yaml", "--run", run))
          .as(world::err)
          .isZero();
    }

    /** Waits until a run has ended, by the state of its coordinator's Job. */
    String ended(String run, Duration most) {
      return await()
          .atMost(most)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> condition(run), state -> !state.isEmpty());
    }

    /** Empty too while the API server is away: another test may be killing it. */
    private String condition(String job) {
      try {
        return ending(job);
      } catch (IllegalStateException unreachable) {
        return "";
      }
    }

    private String ending(String job) {
      String all =
          kubectl(
              "get",
              "job",
              job,
              "-o",
              "jsonpath={range .status.conditions[?(@.status=='True')]}{.type} {end}");
      return all.contains("Complete") ? "Complete" : all.contains("Failed") ? "Failed" : "";
    }

    /** How far a scope is, by its log: position of its newest commit of a stage, or -1. */
    long position(String run, String scope, String stage) {
      try (ObjectStore objects = open()) {
        CommitPoint commit = ScopeHead.read(objects, run, scope).newestCommit();
        return commit != null && commit.stage().equals(stage) ? commit.position() : -1;
      }
    }

    /** Waits until a stage has committed more than so many steps. */
    void awaitBeyond(String run, String scope, String stage, long position) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> position(run, scope, stage) > position);
    }

    /** The report of a run, from its store. */
    JsonNode report(String run) throws IOException {
      try (ObjectStore objects = open()) {
        return new ObjectMapper()
            .readTree(objects.get("runs/" + run + "/report/report.json").orElseThrow());
      }
    }

    /** Objects as kubectl gives them. */
    List<JsonNode> items(String kind, String selector) throws IOException {
      String json = kubectl("get", kind, "-l", selector, "-o", "json");
      List<JsonNode> items = new ArrayList<>();
      new ObjectMapper().readTree(json).path("items").forEach(items::add);
      return items;
    }

    String kubectl(String... arguments) {
      return cluster.kubectl(
          Stream.concat(Stream.of("-n", namespace), Stream.of(arguments)).toArray(String[]::new));
    }

    ObjectStore open() {
      return ObjectStores.open(store, site.settings());
    }

    private void upload(Path from, String to) {
      try (ObjectStore objects = ObjectStores.open(to, site.settings());
          Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          objects.put(from.relativize(file).toString(), Payload.of(Files.readAllBytes(file)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
