package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import realign.spec.ExitCode;
import realign.spec.Problem;

/**
 * What an API server answered to a request that it did not fulfil, in words for a person.
 *
 * @param verb RBAC verb of the request, such as {@code create}
 * @param code HTTP status
 * @param status the {@code Status} object of the answer, or a missing node
 */
record Refusal(String verb, Resource resource, int code, JsonNode status) {
  private static final Pattern CANNOT = Pattern.compile(" cannot ([a-z]+) resource ");
  private static final int INVALID = 422;
  private static final int MALFORMED = 400;

  ClusterException exception() {
    List<Problem> problems =
        switch (code) {
          case 401 -> List.of(unknown());
          case 403 -> List.of(isRbac() ? forbidden() : notAdmitted());
          case 404 -> List.of(missing());
          case 409 -> List.of(conflict());
          case MALFORMED, INVALID -> invalid();
          default -> List.of(other());
        };
    return new ClusterException(exit(), problems, null);
  }

  private ExitCode exit() {
    return switch (code) {
      case 401 -> ExitCode.CREDENTIALS;
      case 403 -> isRbac() ? ExitCode.CREDENTIALS : ExitCode.INVALID;
      case 404 -> ExitCode.NOT_FOUND;
      case MALFORMED, INVALID -> ExitCode.INVALID;
      case 409 -> ExitCode.FAILED;
      default -> code >= 500 ? ExitCode.STORE_UNAVAILABLE : ExitCode.FAILED;
    };
  }

  /** Admission and quota answer with 403 as well, but in other words. */
  private boolean isRbac() {
    return message().contains(" cannot ") || message().isEmpty();
  }

  private Problem unknown() {
    return problem(
        "RLN-773",
        "needs credentials, and those of the kubeconfig were refused (401)",
        "Log in again as for kubectl, or choose another context");
  }

  /** Server-side apply is a patch that may need more: the server's word counts. */
  private String missingVerb() {
    Matcher said = CANNOT.matcher(message());
    return said.find() ? said.group(1) : verb;
  }

  private Problem forbidden() {
    return problem(
        "RLN-774",
        "is forbidden: the Role lacks the verb "
            + missingVerb()
            + " on "
            + resource.rbac()
            + " (403)",
        "Ask the administrator of the namespace for the Role realign-operator, which realign render"
            + " --install prints");
  }

  private Problem notAdmitted() {
    return problem("RLN-776", "was not admitted: " + message(), "Change what it names");
  }

  private Problem missing() {
    boolean namespace =
        status.path("details").path("kind").asText().equals("namespaces")
            || message().startsWith("namespaces ");
    return namespace
        ? problem(
            "RLN-775",
            "must be in a namespace that exists: " + message(),
            "Create the namespace, or name another with --namespace or in the target")
        : problem("RLN-775", "was not found: " + message(), "Look with realign ls");
  }

  private Problem conflict() {
    return problem("RLN-777", "is in conflict with what is there (409): " + message(), "Try again");
  }

  /** All that the server found, each with its field. */
  private List<Problem> invalid() {
    List<Problem> causes = new ArrayList<>();
    for (JsonNode cause : status.path("details").path("causes")) {
      causes.add(
          new Problem(
              "RLN-776",
              resource + " " + cause.path("field").asText(),
              null,
              "was refused by the cluster: " + cause.path("message").asText(),
              "Correct what this comes from in the target"));
    }
    return causes.isEmpty()
        ? List.of(
            problem(
                "RLN-776",
                "was refused by the cluster: " + message(),
                "Correct what this comes from in the target"))
        : causes;
  }

  private Problem other() {
    return problem(
        "RLN-778",
        "failed with " + code + ": " + message(),
        "Look at the state of the cluster, then try again");
  }

  private Problem problem(String id, String rule, String fix) {
    return new Problem(id, verb + " " + resource, null, rule, fix);
  }

  private String message() {
    return status.path("message").asText();
  }

  /** No answer at all. */
  static ClusterException unreachable(
      String verb, Resource resource, String server, IOException e) {
    Problem problem =
        new Problem(
            "RLN-772",
            "cluster " + server,
            null,
            "must be reachable to " + verb + " " + resource + " (" + words(e) + ")",
            "Check the kubeconfig's context, the network and the cluster");
    return new ClusterException(ExitCode.STORE_UNAVAILABLE, List.of(problem), e);
  }

  private static String words(IOException e) {
    return e instanceof InterruptedIOException
        ? "no answer in time"
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
