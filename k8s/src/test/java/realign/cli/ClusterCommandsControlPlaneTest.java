package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.openapi.models.V1PolicyRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.cluster.ControlPlane;
import realign.coordinator.StopMark;
import realign.log.ProgramLog;
import realign.render.Installation;
import realign.render.RunPlacement;
import realign.result.Circumstances;
import realign.result.Verdict;
import realign.spec.ResolvedSpec;
import realign.spec.Scope;
import realign.spec.SpecReader;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;
import realign.testing.LocalS3;

/** Commands on a real control plane, whose coordinators are scripts. */
class ClusterCommandsControlPlaneTest {
  private static final LocalS3 S3 = LocalS3.shared();
  private static ControlPlane plane;
  private static String namespace;
  @TempDir private Path folder;
  private TestWorld world;
  private String address;
  private ObjectStore store;

  @BeforeAll
  static void start() {
    plane = ControlPlane.shared();
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    plane.directory();
    namespace = plane.newNamespace();
  }

  @AfterAll
  static void clean() {
    Awaitility.reset();
    if (namespace != null) {
      plane.kubectl("delete", "namespace", namespace, "--wait=false");
    }
  }

  @BeforeEach
  void aWorld() {
    address = S3.newStore();
    store = ObjectStores.open(address, S3.settings());
    for (String file : new String[] {"config.json", "tokenizer.json"}) {
      String text = file.equals("config.json") ? TinySpec.CONFIG : "{}";
      store.put("model/" + file, Payload.of(text.getBytes(StandardCharsets.UTF_8)));
    }
    world = new TestWorld(folder);
    world.environment.put("KUBECONFIG", plane.kubeconfig());
    spec(TinySpec.TEXT);
    target("");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void target(String more) {
    TinySpec.file(
        folder.resolve("target.yaml"),
        """
        store: %s
        s3: {region: us-east-1, endpoint: '%s', attempts: 1}
        cluster:
          namespace: %s
          image: %s
          resources: {gpus: 0, cpus: 1, memory: 64Mi, sharedMemory: 1Mi}
          retries: 0
          grace: 1s
        %s
        """
            .formatted(address, S3.endpoint(), namespace, ControlPlane.SCRIPTED, more));
  }

  private int realign(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--target";
    all[arguments.length + 1] = "target.yaml";
    return world.realign(all);
  }

  private void install() {
    assertThat(realign("render", "--install")).as(world.err()).isZero();
    plane.apply(namespace, world.out());
  }

  private void spec(String text) {
    TinySpec.write(folder, text.replace("{path: model}", "{path: '" + address + "/model'}"));
  }

  private String job(String name, String path) {
    return plane.kubectl("-n", namespace, "get", "job", name, "-o", "jsonpath=" + path);
  }

  @Test
  void theSameAgainAttachesAndAnotherSpecIsRefused() {
    install();
    assertThat(realign("submit", "tiny.yaml", "--run", "one")).as(world.err()).isZero();
    assertThat(world.err()).contains("uploaded safe.jsonl").contains("submitted one");
    assertThat(world.out()).isEqualTo("one\n");
    assertThat(realign("submit", "tiny.yaml", "--run", "one")).isZero();
    assertThat(world.err()).contains("attached to one").doesNotContain("uploaded");
    spec(TinySpec.TEXT.replace("epochs: 3", "epochs: 4"));
    assertThat(realign("submit", "tiny.yaml", "--run", "one")).isEqualTo(3);
    assertThat(world.err()).contains("align.epochs: 3 -> 4").contains("RLN-705");
    String spec = new String(store.get("runs/one/spec.json").orElseThrow(), StandardCharsets.UTF_8);
    assertThat(spec).contains(address + "/runs/one/inputs/").doesNotContain(folder.toString());
    assertThat(realign("status", "one", "-o", "json")).isZero();
    JsonNode cluster = JsonDocuments.single(world.out(), "status").path("cluster");
    assertThat(cluster.path("jobs").get(0).path("component").asText()).isEqualTo("coordinator");
  }

  @Test
  void stopStaysStoppedAndRestartGoesOn() {
    install();
    plane.script("two", "echo begun; exec sleep 600");
    assertThat(realign("submit", "tiny.yaml", "--run", "two")).isZero();
    assertThat(realign("stop", "two")).as(world.err()).isZero();
    assertThat(job("two", "{.spec.suspend}")).isEqualTo("true");
    assertThat(StopMark.find(store, "two")).isPresent();
    assertThat(realign("submit", "tiny.yaml", "--run", "two")).isEqualTo(2);
    assertThat(world.err()).contains("was stopped by").contains("realign restart two");
    realign("status", "two");
    assertThat(world.out()).contains("suspended").contains("realign restart two");
    await().until(() -> realign("logs", "two", "-f") == 0 && world.err().contains("suspended"));
    String uid = job("two", "{.metadata.uid}");
    assertThat(realign("restart", "two")).as(world.err()).isZero();
    assertThat(job("two", "{.spec.suspend}")).isEqualTo("false");
    assertThat(job("two", "{.metadata.uid}")).isEqualTo(uid);
    assertThat(StopMark.find(store, "two")).isEmpty();
    plane.script("two", "exit 3");
    plane.kubectl("-n", namespace, "delete", "pod", "-l", "batch.kubernetes.io/job-name=two");
    await().until(() -> job("two", "{.status.conditions[*].type}").contains("Failed"));
    plane.script("two", "exec sleep 600");
    assertThat(realign("restart", "two")).as(world.err()).isZero();
    assertThat(job("two", "{.metadata.uid}")).isNotEqualTo(uid);
  }

  /** Over a restart of the API server; the run's exit code is that of the command. */
  @Test
  void waitingEndsAsTheRunDoes() throws Exception {
    install();
    plane.script(
        "three",
        "for i in 1 2 3 4 5; do echo line $i; sleep 1; done",
        "echo '{\"exit\":10,\"verdict\":\"BLOCKED\",\"sentence\":\"Harmful score 70 of at most"
            + " 60.\",\"problems\":[]}' > $REALIGN_TERMINATION_MESSAGE",
        "exit 10");
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(
            () -> realign("submit", "tiny.yaml", "--run", "three", "--logs", "-o", "json"));
    await().until(() -> world.err().contains("line 2"));
    plane.kill("apiserver");
    assertThat(exit).succeedsWithin(Duration.ofMinutes(2)).isEqualTo(10);
    assertThat(JsonDocuments.single(world.out(), "run").path("exit").asInt()).isEqualTo(10);
    assertThat(world.err().lines().filter(line -> line.startsWith("coordinator | ")))
        .containsExactly(
            "coordinator | line 1",
            "coordinator | line 2",
            "coordinator | line 3",
            "coordinator | line 4",
            "coordinator | line 5");
    assertThat(world.err()).contains("ended with 10, gate blocked").contains("Harmful score 70");
    assertThat(realign("status", "three", "-w")).isZero();
    assertThat(world.out()).contains("failed").contains("Harmful score 70");
    assertThat(realign("logs", "three")).isZero();
    assertThat(world.out()).startsWith("coordinator | line 1\n");
    // the store says that all is done: nothing is begun again
    StoredRun stored = new StoredRun(store, "three");
    Scope.of(new Runs(store).require("three").spec()).stream()
        .filter(scope -> !(scope instanceof Scope.Report))
        .forEach(scope -> stored.done(scope.name(), "load", 1));
    stored.reported(Verdict.Outcome.BLOCKED);
    assertThat(realign("submit", "tiny.yaml", "--run", "three")).isZero();
    assertThat(world.err()).contains("three is done already");
    plane.kubectl("-n", namespace, "delete", "job", "three");
    assertThat(realign("submit", "tiny.yaml", "--run", "three", "--wait")).isEqualTo(10);
  }

  @Test
  void aDryRunChangesNothing() {
    install();
    assertThat(realign("submit", "tiny.yaml", "--run", "four", "--dry-run", "client")).isZero();
    assertThat(world.out()).contains("kind: Job").contains("name: four").contains(namespace);
    assertThat(realign("submit", "tiny.yaml", "--run", "four", "--dry-run=server")).isZero();
    assertThat(world.err()).contains("would create job four");
    assertThat(store.list("runs/", "", 1)).isEmpty();
    assertThat(plane.kubectl("-n", namespace, "get", "jobs", "-o", "name")).doesNotContain("four");
  }

  @Test
  void whatPodsCannotSeeIsRefusedAllAtOnce() {
    TinySpec.write(folder, TinySpec.TEXT.replace("benign.jsonl", "none.jsonl"));
    assertThat(world.realign("submit", "tiny.yaml")).isEqualTo(3);
    assertThat(world.err())
        .contains("model.path must lie in s3://")
        .contains("RLN-782")
        .contains("store must be s3://BUCKET/PREFIX")
        .contains("RLN-783")
        .contains("cluster must be in the target")
        .contains("attack.benign.path must be a file that exists");
  }

  @Test
  void schedulesAreMadePausedAndBegunByHand() {
    install();
    String[] submit = {
      "submit", "tiny.yaml", "--schedule", "0 2 * * *", "--time-zone", "Europe/Berlin"
    };
    assertThat(realign(submit)).as(world.err()).isZero();
    assertThat(world.out()).isEqualTo("tiny\n");
    assertThat(world.err()).contains("how long a night takes is not known");
    assertThat(realign(submit)).as(world.err()).isZero();
    assertThat(store.list("schedules/tiny/", "", 100).stream().filter(k -> k.endsWith("spec.json")))
        .hasSize(1);
    assertThat(realign("schedule", "ls")).isZero();
    assertThat(world.out()).contains("tiny").contains("0 2 * * *").contains("2026-03-02T01:00:00Z");
    assertThat(realign("schedule", "suspend", "tiny")).isZero();
    assertThat(realign(submit)).isZero();
    assertThat(world.err()).contains("realign schedule resume tiny");
    assertThat(realign("schedule", "ls", "-o", "json")).isZero();
    assertThat(
            JsonDocuments.single(world.out(), "schedules")
                .path("schedules")
                .get(0)
                .path("suspended")
                .asBoolean())
        .isTrue();
    assertThat(realign("schedule", "resume", "tiny")).isZero();
    assertThat(realign("schedule", "run-now", "tiny")).as(world.err()).isZero();
    assertThat(world.out()).isEqualTo("tiny-now-202603011200\n");
    assertThat(job("tiny-now-202603011200", "{.metadata.ownerReferences[0].kind}"))
        .isEqualTo("CronJob");
    assertThat(realign("schedule", "run-now", "tiny")).isZero();
    assertThat(world.err()).contains("already under way");
    assertThat(realign("schedule", "run-now", "tny")).isEqualTo(5);
    assertThat(world.err()).contains("Did you mean tiny?");
    plane.kubectl("-n", namespace, "delete", "cronjob", "tiny");
  }

  @Test
  void aNightThatCannotEndInTimeIsRefusedWithTheNumbers() {
    target("  deadline: 1h");
    new StoredRun(store, "tiny-1")
        .reported(
            Verdict.Outcome.PASS,
            List.of(
                new Circumstances.Attempt(
                    "align-000",
                    1,
                    "somebody",
                    TestWorld.NOON,
                    TestWorld.NOON.plus(Duration.ofHours(3)),
                    null,
                    "align 0",
                    null,
                    0,
                    Circumstances.Ending.DONE,
                    0)));
    assertThat(realign("submit", "tiny.yaml", "--schedule", "0 2 * * *")).isEqualTo(3);
    assertThat(world.err())
        .contains("must be at least what a night takes, 3h")
        .contains("run tiny-1 took 3h")
        .contains("RLN-788");
    assertThat(store.list("schedules/", "", 1)).isEmpty();
  }

  /** The administrator's kubeconfig would hide what a command asks for too much. */
  @Test
  void theOperatorsRoleSuffices() {
    install();
    String account = namespace + ":person";
    plane.kubectl("-n", namespace, "create", "serviceaccount", "person");
    plane.kubectl(
        "-n",
        namespace,
        "create",
        "rolebinding",
        "person",
        "--role=realign-operator",
        "--serviceaccount=" + account);
    world.environment.put("KUBECONFIG", account("person").toString());
    plane.script("seven", "echo hi; exec sleep 600");
    for (String command :
        new String[] {
          "submit tiny.yaml --run seven --dry-run server",
          "submit tiny.yaml --run seven",
          "submit tiny.yaml --run seven",
          "status seven -o json",
          "logs seven",
          "stop seven",
          "restart seven",
          "submit tiny.yaml --schedule @never --name persons",
          "schedule ls",
          "schedule suspend persons",
          "schedule resume persons",
          "schedule run-now persons"
        }) {
      assertThat(realign(words(command))).as(command + ": " + world.err()).isZero();
    }
    plane.kubectl("-n", namespace, "delete", "cronjob", "persons");
    plane.kubectl("-n", namespace, "delete", "rolebinding", "person");
    assertThat(realign("stop", "seven")).isEqualTo(4);
    assertThat(world.err())
        .contains("lacks the verb get on jobs.batch")
        .contains("in namespace " + namespace)
        .contains("realign-operator");
    assertThat(realign("status", "seven")).isZero();
    assertThat(world.err()).contains("warning: ").contains("RLN-774");
  }

  private static String[] words(String command) {
    return Arrays.stream(command.split(" ", -1))
        .map(word -> word.equals("@never") ? "0 2 30 1 *" : word)
        .toArray(String[]::new);
  }

  private Path account(String name) {
    String token = plane.kubectl("-n", namespace, "create", "token", name).strip();
    Path file = folder.resolve(name + ".kubeconfig");
    try {
      String admin = Files.readString(Path.of(plane.kubeconfig()));
      TinySpec.file(file, admin.replaceAll("token: \"?[^\"}\\s]+\"?", "token: \"" + token + "\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Verb and resource, and the command that is in vain without it. */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("get jobs", "restart eight"),
          Map.entry("list jobs", "restart eight"),
          Map.entry("watch jobs", "logs eight -f"),
          Map.entry("create jobs", "submit tiny.yaml --run nine"),
          Map.entry("patch jobs", "restart eight"),
          Map.entry("delete jobs", "restart eight --threads 2"),
          Map.entry("get cronjobs", "schedule run-now eights"),
          Map.entry("list cronjobs", "schedule ls"),
          Map.entry("create cronjobs", "submit tiny.yaml --schedule @never --name nines"),
          Map.entry("patch cronjobs", "schedule suspend eights"),
          Map.entry("get pods", "logs eight -f"),
          Map.entry("list pods", "logs eight"),
          Map.entry("watch pods", "logs eight -f"),
          Map.entry("get pods/log", "logs eight"),
          Map.entry("list events", "doctor --for k8s"),
          Map.entry("list resourcequotas", "doctor --for k8s"));

  @Test
  void withoutAnyVerbOfTheOperatorACommandFailsAndNamesIt() throws IOException {
    install();
    plane.script("eight", "echo hi; exec sleep 600");
    assertThat(realign("submit", "tiny.yaml", "--run", "eight")).as(world.err()).isZero();
    assertThat(realign(words("submit tiny.yaml --schedule @never --name eights"))).isZero();
    String pods = "{.items[0].status.phase}";
    String[] ofEight = {"get", "pods", "-l", "realign/run=eight", "-o", "jsonpath=" + pods};
    await().until(() -> kubectl(ofEight).equals("Running"));
    var target = SpecReader.ofTarget().file(folder.resolve("target.yaml")).value();
    List<V1PolicyRule> rules = Installation.operatorRules(RunPlacement.cluster(target));
    Map<String, Path> without = new LessOperator(plane, namespace, rules).kubeconfigs(folder);
    assertThat(NEEDED.keySet()).isEqualTo(without.keySet());
    String server = kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}");
    String place = server + ", namespace " + namespace;
    for (String verb : without.keySet()) {
      world.environment.put("KUBECONFIG", without.get(verb).toString());
      String command = Objects.requireNonNull(NEEDED.get(verb));
      assertThat(realign(words(command))).as(command + " without " + verb).isNotZero();
      String[] parts = verb.split(" ", -1);
      assertThat(world.err() + world.out())
          .as(command + " without " + verb)
          .containsAnyOf(
              "lacks the verb " + parts[0] + " on " + parts[1],
              "not allowed in " + place + ": " + verb + "\n");
    }
    kubectl("delete", "cronjob", "eights");
  }

  private String kubectl(String... arguments) {
    return plane.kubectl(
        Stream.concat(Stream.of("-n", namespace), Stream.of(arguments)).toArray(String[]::new));
  }

  /** The coordinator had looked before the mark was there, and creates a Job while it ends. */
  @Test
  void aJobThatIsCreatedWhileTheRunIsStoppedIsStoppedToo() throws IOException {
    install();
    Path target = folder.resolve("target.yaml");
    TinySpec.file(target, Files.readString(target).replace("grace: 1s", "grace: 30s"));
    Path late = folder.resolve("late.json");
    TinySpec.file(
        late, foreign("late-cells", "realign/run: late, app.kubernetes.io/name: realign"));
    String kubectl =
        System.getenv("REALIGN_SHARED") + "/tools/controlplane/controlplane kubectl --kubeconfig ";
    plane.script(
        "late",
        "trap '"
            + kubectl
            + plane.kubeconfig()
            + " -n "
            + namespace
            + " apply -f "
            + late
            + "; exit 75' TERM",
        "echo hi; sleep 600 & wait");
    assertThat(realign("submit", "tiny.yaml", "--run", "late")).as(world.err()).isZero();
    await().until(() -> realign("logs", "late") == 0 && world.out().contains("hi"));
    assertThat(realign("stop", "late")).as(world.err()).isZero();
    assertThat(job("late-cells", "{.spec.suspend}")).isEqualTo("true");
    assertThat(job("late", "{.spec.suspend}")).isEqualTo("true");
    kubectl("patch", "job", "late-cells", "-p", "{\"spec\":{\"suspend\":true}}");
    StopMark.clear(store, "late"); // as a restart that was killed in between
    assertThat(realign("submit", "tiny.yaml", "--run", "late")).as(world.err()).isZero();
    assertThat(job("late-cells", "{.spec.suspend}")).isEqualTo("false");
  }

  private static String foreign(String name, String labels) {
    return """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %s, labels: {%s}}
        spec:
          template:
            metadata: {labels: {%s}}
            spec:
              restartPolicy: Never
              containers: [{name: it, image: %s, command: [sleep, '600']}]
        """
        .formatted(name, labels, labels, ControlPlane.IMAGE);
  }

  /** Suspended it would be a night under way, and Forbid would skip all that come after. */
  @Test
  void theCoordinatorOfANightEndsByTheMark() {
    install();
    String run = "dusk-now-202603011200";
    Path mark = folder.resolve("mark");
    plane.script(run, "while [ ! -e " + mark + " ]; do sleep 0.2; done");
    assertThat(realign(words("submit tiny.yaml --schedule @never --name dusk"))).isZero();
    assertThat(realign("schedule", "run-now", "dusk")).as(world.err()).isZero();
    world.clock.advance(Duration.ofMinutes(2));
    assertThat(realign("schedule", "run-now", "dusk")).isEqualTo(6);
    assertThat(world.err()).contains("RLN-787").contains(run);
    Path tiny = folder.resolve("tiny.yaml");
    new Runs(store).establish(run, submitted(tiny));
    CompletableFuture<Integer> stop = CompletableFuture.supplyAsync(() -> realign("stop", run));
    await().until(() -> StopMark.find(store, run).isPresent());
    assertThat(job(run, "{.spec.suspend}")).isNotEqualTo("true");
    TinySpec.file(mark, "");
    assertThat(stop).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(0);
    assertThat(world.err()).contains("nights of dusk go on").contains("stopped " + run);
    assertThat(job(run, "{.spec.suspend}")).isNotEqualTo("true");
    kubectl("delete", "job", run);
    assertThat(realign("restart", run)).as(world.err()).isZero();
    assertThat(job(run, "{.spec.template.spec.containers[0].args}")).contains("--schedule");
    kubectl("delete", "job", run);
    kubectl("delete", "cronjob", "dusk");
  }

  private ResolvedSpec submitted(Path spec) {
    assertThat(realign("submit", String.valueOf(spec.getFileName()), "--run", "day")).isZero();
    return new Runs(store).require("day");
  }

  @Test
  void whoeverWaitsForAStoppedRunIsToldSo() {
    install();
    Path mark = folder.resolve("mark");
    plane.script("ten", "while [ ! -e " + mark + " ]; do sleep 0.2; done");
    CompletableFuture<Integer> wait =
        CompletableFuture.supplyAsync(
            () -> realign("submit", "tiny.yaml", "--run", "ten", "--wait"));
    await().until(() -> kubectl("get", "jobs", "-o", "name").contains("job.batch/ten"));
    new StopMark("me", TestWorld.NOON).set(store, "ten");
    TinySpec.file(mark, "");
    assertThat(wait).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(75);
    assertThat(world.err()).contains("stopped by me").contains("realign restart ten goes on");
  }

  /** The pod that told the verdict is gone; the store is not. */
  @Test
  void theStoredVerdictIsTheEndWhateverBecameOfThePod() {
    install();
    plane.script("eleven", "sleep 2; exit 5");
    CompletableFuture<Integer> wait =
        CompletableFuture.supplyAsync(
            () -> realign("submit", "tiny.yaml", "--run", "eleven", "--wait"));
    await().until(() -> new Runs(store).exists("eleven"));
    new StoredRun(store, "eleven").reported(Verdict.Outcome.BLOCKED);
    assertThat(wait).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(10);
  }

  @Test
  void whatIsNotOursIsLeftAlone() {
    install();
    plane.apply(namespace, foreign("taken", "a: b"));
    assertThat(realign("submit", "tiny.yaml", "--run", "taken")).isEqualTo(3);
    assertThat(world.err()).contains("RLN-820");
    assertThat(job("taken", "{.metadata.labels.a}")).isEqualTo("b");
    kubectl("create", "cronjob", "strange", "--image=x", "--schedule=0 2 30 1 *");
    assertThat(realign(words("submit tiny.yaml --schedule @never --name strange"))).isEqualTo(3);
    assertThat(world.err()).contains("RLN-820");
    assertThat(realign("schedule", "suspend", "strange")).isEqualTo(5);
  }

  @Test
  void whatPodsSaidIsReadFromTheStoreWhenTheyAreGone() {
    install();
    TinySpec.file(folder.resolve("safe.json"), "x");
    plane.script("twelve", "echo hi; exec sleep 600");
    assertThat(realign("submit", "tiny.yaml", "--run", "twelve")).as(world.err()).isZero();
    kubectl("delete", "job", "twelve");
    assertThat(realign("logs", "twelve")).isEqualTo(5);
    new ProgramLog("twelve", "load", 1).put(store, "old\n".getBytes(StandardCharsets.UTF_8));
    new ProgramLog("twelve", "load", 2).put(store, "new\n".getBytes(StandardCharsets.UTF_8));
    assertThat(realign("logs", "twelve")).as(world.err()).isZero();
    assertThat(world.out()).isEqualTo("load | new\n");
    assertThat(realign("logs", "twelve", "--scope", "load", "--all-attempts")).isZero();
    assertThat(world.out()).isEqualTo("old\nnew\n");
    world.environment.remove("KUBECONFIG");
    assertThat(realign("logs", "twelve")).isZero();
  }

  /** By content: two names of the same bytes are two files. */
  @Test
  void eachNameIsUploaded() throws IOException {
    Files.copy(folder.resolve("safe.jsonl"), folder.resolve("safe.json"));
    TinySpec.write(
        folder,
        TinySpec.TEXT
            .replace("{path: model}", "{path: '" + address + "/model'}")
            .replace("benign.jsonl", "safe.json"));
    assertThat(realign("submit", "tiny.yaml", "--run", "names")).as(world.err()).isZero();
    assertThat(store.list("runs/names/inputs/", "", 10))
        .anyMatch(key -> key.endsWith("/safe.json"))
        .anyMatch(key -> key.endsWith("/safe.jsonl"));
  }

  @Test
  void aMissingAccountIsSaidAtOnce() {
    target("  identity: {coordinator: nobody-here}");
    assertThat(realign("submit", "tiny.yaml", "--run", "five")).as(world.err()).isZero();
    await()
        .untilAsserted(
            () -> {
              realign("status", "five");
              assertThat(world.out())
                  .contains("the ServiceAccount nobody-here is missing")
                  .contains("realign render --install");
            });
  }

  @Test
  void withoutAClusterTheStoreAloneIsShown() {
    assertThat(realign("submit", "tiny.yaml", "--run", "six")).isZero();
    world.environment.remove("KUBECONFIG");
    assertThat(realign("status", "six")).isZero();
    assertThat(world.out()).doesNotContain("JOB");
    assertThat(world.err()).isEmpty();
    assertThat(realign("logs", "six")).isEqualTo(5);
    assertThat(world.err()).contains("--kubeconfig");
    TinySpec.file(
        folder.resolve("away"),
        """
        apiVersion: v1
        kind: Config
        current-context: away
        contexts: [{name: away, context: {cluster: away, user: me}}]
        clusters: [{name: away, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: me, user: {token: x}}]
        """);
    world.environment.put("KUBECONFIG", folder.resolve("away").toString());
    assertThat(realign("status", "six")).isZero();
    assertThat(world.out()).contains("align-000");
    assertThat(world.err()).contains("must be reachable").contains("RLN-772");
  }
}
