package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import realign.log.ProgramLog;
import realign.result.Verdict;
import realign.spec.Scope;

/** Submission on a real control plane, whose coordinators are scripts. */
class SubmitControlPlaneTest extends ScriptedCoordinators {
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
    kubectl("wait", "--for=jsonpath={.status.ready}=1", "job/one");
    plane.apply(namespace, foreign("other", "realign/run: other, app.kubernetes.io/name: realign"));
    assertThat(realign("ls", "-o", "json")).isZero();
    JsonNode runs = JsonDocuments.single(world.out(), "runs").path("runs");
    assertThat(runs).hasSize(1); // what only the cluster knows is none of this store
    assertThat(runs.get(0).path("cluster").toString())
        .isEqualTo("{\"state\":\"running\",\"job\":\"one\",\"reason\":null}");
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

  /** It takes connections and does not answer. */
  @Test
  void aServerThatHangsHoldsNobodyUp() {
    install();
    Path mark = folder.resolve("mark");
    plane.script("hung", "while [ ! -e " + mark + " ]; do sleep 0.2; done");
    assertThat(realign("submit", "tiny.yaml", "--run", "hung")).as(world.err()).isZero();
    CompletableFuture<Integer> wait =
        CompletableFuture.supplyAsync(
            () -> realign("submit", "tiny.yaml", "--run", "hung", "--wait"));
    TestWorld other = beside();
    CompletableFuture<Integer> watch =
        CompletableFuture.supplyAsync(
            () -> other.realign("status", "hung", "-w", "--target", "target.yaml"));
    await().until(() -> world.err().contains("hung  active") && other.out().contains("active"));
    TestWorld third = beside();
    TestWorld fourth = beside();
    plane.signal("apiserver", "STOP");
    try {
      CompletableFuture<Integer> ls =
          CompletableFuture.supplyAsync(() -> fourth.realign("ls", "--target", "target.yaml"));
      long before = System.nanoTime();
      assertThat(third.realign("status", "hung", "--target", "target.yaml")).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
      assertThat(third.out()).contains("align-000").doesNotContain("JOB");
      assertThat(third.err()).contains("warning: ").contains("no answer in time");
      assertThat(ls).succeedsWithin(Duration.ofSeconds(15)).isEqualTo(0);
      assertThat(fourth.out()).contains("hung").doesNotContain("CLUSTER");
      assertThat(fourth.err()).contains("RLN-772");
      await().until(() -> other.err().contains("RLN-772"));
    } finally {
      plane.signal("apiserver", "CONT");
    }
    TinySpec.file(mark, "");
    assertThat(wait).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(0);
    assertThat(watch).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(0);
    assertThat(other.out()).contains("complete");
  }

  private TestWorld beside() {
    TestWorld other = new TestWorld(folder);
    other.environment.putAll(world.environment);
    return other;
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
