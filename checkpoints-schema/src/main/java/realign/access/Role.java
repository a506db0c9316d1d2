package realign.access;

import static realign.access.Permission.CREATE;
import static realign.access.Permission.DELETE;
import static realign.access.Permission.READ;
import static realign.access.Permission.WRITE;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who works with a store. object-store.md, "Layout": what a role is not granted here its policy
 * does not allow.
 */
public enum Role {
  /**
   * Computes. Reads all of the store, since it copies what other runs found, raw answers included;
   * appends to the logs of its run, and writes and deletes their blobs.
   */
  RUNNER {
    @Override
    List<Grant> grants(String run) {
      return List.of(
          Grant.of(READ, "*"),
          Grant.of(CREATE, log(run), PROBE),
          Grant.of(
              WRITE,
              scoped(run, "blobs/*"),
              scoped(run, "restricted/*"),
              scoped(run, "head.json"),
              scoped(run, "heartbeat-*.json"),
              scoped(run, "logs/*"),
              below(run, "report/*"),
              "keys/*.json"),
          Grant.of(DELETE, scoped(run, "blobs/*"), scoped(run, "restricted/*"), PROBE));
    }
  },

  /**
   * Leads a run in a cluster: begins a night's run or notes that it was skipped, copies what other
   * runs found, gives up scopes that failed for good, and notes whom it told of what. Computes
   * nothing and makes no report.
   */
  COORDINATOR {
    @Override
    List<Grant> grants(String run) {
      return List.of(
          Grant.of(READ, "*"),
          Grant.of(
              CREATE,
              below(run, "spec.json"),
              log(run),
              below(run, "notices/*"),
              "schedules/*/skipped/" + run + ".json",
              PROBE),
          Grant.of(
              WRITE,
              scoped(run, "blobs/*"),
              scoped(run, "restricted/*"),
              scoped(run, "head.json"),
              scoped(run, "heartbeat-*.json"),
              "keys/*.json"),
          Grant.of(DELETE, scoped(run, "blobs/*"), scoped(run, "restricted/*"), PROBE));
    }
  },

  /**
   * Operates: establishes, stops, forks, maintains, prunes and purges runs. Reads nothing that is
   * restricted; deletes it all the same.
   */
  OPERATOR {
    @Override
    List<Grant> grants(String run) {
      return List.of(
          Grant.of(
              READ,
              below(run, "spec.json"),
              below(run, "inputs/*"),
              below(run, "stopped"),
              below(run, "notices/*"),
              log(run),
              scoped(run, "blobs/*"),
              scoped(run, "head.json"),
              scoped(run, "heartbeat-*.json"),
              scoped(run, "logs/*"),
              below(run, "report/*"),
              "schedules/*",
              "champion/*",
              "keys/*.json"),
          Grant.of(CREATE, below(run, "spec.json"), log(run), "schedules/*", PROBE),
          Grant.of(
              WRITE,
              below(run, "inputs/*"),
              below(run, "stopped"),
              scoped(run, "blobs/*"),
              scoped(run, "head.json"),
              scoped(run, "heartbeat-*.json")),
          Grant.of(
              DELETE,
              below(run, "inputs/*"),
              below(run, "stopped"),
              scoped(run, "blobs/*"),
              scoped(run, "restricted/*"),
              below(run, "report/*"),
              PROBE));
    }
  },

  /** Puts a model into service: reads results, none of them restricted, and writes champions. */
  PROMOTER {
    @Override
    List<Grant> grants(String run) {
      return List.of(
          Grant.of(
              READ,
              below(run, "spec.json"),
              log(run),
              scoped(run, "blobs/*"),
              scoped(run, "head.json"),
              below(run, "report/*"),
              "schedules/*/skipped/" + run + ".json",
              "champion/*"),
          Grant.of(CREATE, "champion/*/record.json", PROBE),
          Grant.of(WRITE, "champion/*"),
          Grant.of(DELETE, PROBE));
    }
  };

  /** What is created once, and from then on neither changed nor deleted by anybody. */
  static final List<String> IMMUTABLE =
      List.of(
          "runs/*/log/*",
          "runs/*/spec.json",
          "runs/*/notices/*",
          "schedules/*",
          "champion/*/record.json");

  private static final String PROBE = "probe/*";

  abstract List<Grant> grants(String run);

  /**
   * All that the role needs.
   *
   * @param run id of the one run to which its changes are limited, or null for all
   */
  public List<Grant> of(@Nullable String run) {
    return grants(run == null ? "*" : run);
  }

  /** Whether it must be kept from overwriting a champion's record, beside which it may write. */
  boolean writesBesideImmutable() {
    return this == PROMOTER;
  }

  private static String log(String run) {
    return scoped(run, "log/*");
  }

  private static String scoped(String run, String rest) {
    return below(run, "*/" + rest);
  }

  private static String below(String run, String rest) {
    return "runs/" + run + "/" + rest;
  }
}
