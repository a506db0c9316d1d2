package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubernetes.client.openapi.models.V1PolicyRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import realign.render.Installation;
import realign.render.RunPlacement;
import realign.spec.SpecReader;

/** The operator's Role on a real control plane: it suffices, and nothing of it is superfluous. */
class OperatorRoleControlPlaneTest extends ScriptedCoordinators {
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
    assertThat(realign("ls")).isZero();
    assertThat(world.out()).as(world.err()).contains("CLUSTER");
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
}
