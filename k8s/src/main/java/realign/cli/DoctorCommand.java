package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import realign.access.Role;
import realign.cluster.ClusterOptions;
import realign.cluster.KubernetesCluster;
import realign.render.RunPlacement;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.RunId;
import realign.spec.Target;
import realign.store.ObjectStore;
import realign.store.StoreException;

/** {@code realign doctor}: tries what everything else takes for granted. */
@Command(
    name = "doctor",
    description = {
      "Try all that runs take for granted: Java, the work folder, the store, a role, a cluster.",
      "With --role also what a role must be able to do, and what it must not. Ends with the code of"
          + " the first failure; warnings end with 0."
    })
final class DoctorCommand implements Callable<Integer> {
  /** Stands for the identity of a spec. */
  private static final String NO_SPEC = "0".repeat(64);

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "runner, coordinator, operator or promoter: also try what these credentials must not do.")
  private @Nullable String role;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "The run that the credentials are limited to, if they are.")
  private @Nullable String run;

  @Option(
      names = "--for",
      paramLabel = "k8s",
      description =
          "Also try the cluster of the target: permissions, nodes, quota, admission, pods.")
  private @Nullable Purpose purpose;

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  /** What the commands are to be used for. */
  enum Purpose {
    K8S
  }

  private final Surroundings surroundings;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Role tried = role == null ? null : Roles.named(role);
    String at = run == null ? RoleExam.RUN : new RunId(run).text();
    Reading<Target> asked = target.read(surroundings);
    Target where = asked.value();
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new MachineExam(surroundings, work.folder(surroundings)).findings());
    findings.addAll(store(where, tried, at));
    if (purpose == Purpose.K8S) {
      findings.addAll(cluster(asked));
    }
    print(findings);
    return findings.stream()
        .filter(finding -> finding.health() == Finding.Health.FAIL)
        .map(Finding::exit)
        .findFirst()
        .orElse(ExitCode.DONE)
        .number();
  }

  private List<Finding> store(Target where, @Nullable Role tried, String at) {
    try (ObjectStore store = Stores.open(surroundings, where)) {
      List<Finding> findings = new ArrayList<>(new StoreExam(store).findings());
      if (tried != null) {
        findings.addAll(new RoleExam(store, tried, at).findings());
      }
      findings.addAll(new History(store, surroundings.clock().instant()).findings());
      return findings;
    } catch (ProblemException e) {
      String fix = e.problems().get(0).fix();
      return List.of(Finding.fail("store", String.valueOf(e.getMessage()), fix, e.exitCode()));
    } catch (StoreException e) {
      return List.of(StoreExam.failed("store", e));
    }
  }

  /** As submit would place a run. */
  private List<Finding> cluster(Reading<Target> where) {
    try (KubernetesCluster cluster =
        new ClusterAccess(surroundings, clusterOptions).require(where)) {
      Target placed = ClusterPlacement.of(surroundings, where, cluster.namespace());
      List<Finding> findings =
          new ArrayList<>(new ClusterExam(cluster, placement(placed)).findings());
      for (Role inside : InsideExam.ROLES) {
        if (findings.stream().allMatch(finding -> finding.health() != Finding.Health.FAIL)) {
          findings.addAll(new InsideExam(cluster, placement(placed), inside).findings());
        }
      }
      return findings;
    } catch (ProblemException e) {
      return List.of(ClusterExam.failed("cluster", e));
    }
  }

  /** A run that no store has. */
  private static RunPlacement placement(Target placed) {
    String name = "doctor-" + UUID.randomUUID().toString().substring(0, 8);
    return new RunPlacement(name, NO_SPEC, placed, null);
  }

  private void print(List<Finding> findings) {
    Terminal terminal = surroundings.terminal();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("doctor");
      findings.forEach(finding -> finding.add(document.withArrayProperty("checks").addObject()));
      Documents.print(terminal.out(), output.form, document);
      return;
    }
    ProgramName program = ProgramName.of(surroundings);
    Colours colours = Colours.of(surroundings, common.noColour, terminal.outIsTerminal());
    for (Finding finding : findings) {
      String line = "%s  %s: %s".formatted(word(colours, finding), finding.what(), finding.says());
      terminal.out().println(program.in(line));
      if (!finding.fix().isEmpty()) {
        terminal.out().println("      " + program.in(finding.fix()));
      }
    }
  }

  private static String word(Colours colours, Finding finding) {
    return switch (finding.health()) {
      case OK -> colours.good("ok  ");
      case WARN -> colours.doubtful("warn");
      case FAIL -> colours.bad("fail");
    };
  }
}
