package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets each of whose settings is fine, but which no cluster could satisfy. */
class PlacementRulesTest {
  private static final String CLUSTER =
      "store: s3://models/realign\ncluster:\n  image: registry.example.org:5000/a/realign:0.1.0\n";

  @Test
  void allContradictionsAreToldAtOnce() {
    List<Problem> problems =
        problems(
            """
              pool: gke-spot
              nodeSelector: [cloud.google.com/gke-spot=false, zone=a, zone=b]
              egress: [10.0.0.0/33, 300.1.2.3/8, '::/0:70000', '10.0.0.0/8:443', 'fe80::/10']
            """);
    assertThat(problems)
        .extracting(Problem::path)
        .containsExactly(
            "cluster.nodeSelector[0]",
            "cluster.nodeSelector[2]",
            "cluster.egress[0]",
            "cluster.egress[1]",
            "cluster.egress[2]");
    assertThat(problems.get(0).rule()).contains("cloud.google.com/gke-spot=true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resources: {memory: 1Gi, sharedMemory: 2Gi} | cluster.resources.sharedMemory",
        "resources: {memory: 1Gi, sharedMemory: 1025Mi} | cluster.resources.sharedMemory",
        "resources: {memory: 1G} | cluster.resources.sharedMemory",
        "resources: {gpu: nvidia} | cluster.resources.gpu",
      })
  void resourcesThatNoPodCanHave(String line, String path) {
    assertThat(problems("  " + line + "\n")).extracting(Problem::path).containsExactly(path);
  }

  @Test
  void anImageIsOneWord() {
    String spaced = CLUSTER.replace("a/realign", "\"a b\"").replace("registry", "'registry");
    assertThat(problems(spaced.replace("0.1.0", "0.1.0'"), ""))
        .extracting(Problem::path)
        .containsExactly("cluster.image");
  }

  @Test
  void whatAgreesIsFine() {
    var target =
        SpecReader.ofTarget()
            .text(
                "target",
                CLUSTER
                    + "  pool: eks-spot\n"
                    + "  nodeSelector: [eks.amazonaws.com/capacityType=SPOT, zone=a]\n"
                    + "  resources: {memory: 2Gi, sharedMemory: 1Gi}\n")
            .value();
    assertThat(target.cluster()).isNotNull();
  }

  private static List<Problem> problems(String lines) {
    return problems(CLUSTER, lines);
  }

  private static List<Problem> problems(String head, String lines) {
    ProblemException wrong =
        catchThrowableOfType(
            ProblemException.class, () -> SpecReader.ofTarget().text("target", head + lines));
    return wrong.problems();
  }
}
