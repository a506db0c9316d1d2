package realign.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a program in a pod says with its last breath: the cluster keeps it beside the exit code, so
 * that a person need not look for a log. Not for what has to last: the store has that.
 *
 * @param exit with what the program ends
 * @param verdict name of the gate's outcome, or null where there is none
 * @param sentence what happened, for a person
 * @param problems ids and messages of what went wrong
 */
public record TerminationMessage(
    ExitCode exit, @Nullable String verdict, String sentence, List<Told> problems) {

  /** The variable that names the file. */
  public static final String VARIABLE = "REALIGN_TERMINATION_MESSAGE";

  /** A cluster cuts off what is longer, in bytes; half a document could not be read. */
  public static final int LONGEST = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(TerminationMessage.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CUT = "...";
  private static final int LONG_TEXT = 500;
  private static final int SHORTEST_TEXT = 15;

  /** More problems do not fit, however short they are. */
  private static final int MOST_PROBLEMS = LONGEST / "{\"id\":\"\",\"message\":\"\"},".length();

  /** A problem as it was told. */
  public record Told(String id, String message) {
    /** A problem with all its words. */
    public static Told of(Problem problem) {
      return new Told(problem.id(), problem.toString());
    }
  }

  public TerminationMessage {
    problems = List.copyOf(problems);
  }

  /** An end without problems. */
  public TerminationMessage(ExitCode exit, @Nullable String verdict, String sentence) {
    this(exit, verdict, sentence, List.of());
  }

  /** An end because of problems; the first is the sentence. */
  public static TerminationMessage of(ProblemException failure) {
    List<Told> problems = failure.problems().stream().map(Told::of).toList();
    return new TerminationMessage(failure.exitCode(), null, problems.get(0).message(), problems);
  }

  /** Reads what a pod said; empty for what another program said. */
  public static Optional<TerminationMessage> parse(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      return tree.path("exit").isInt() ? Optional.of(read(tree)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static TerminationMessage read(JsonNode tree) {
    List<Told> problems = new ArrayList<>();
    tree.path("problems")
        .forEach(told -> problems.add(new Told(text(told, "id"), text(told, "message"))));
    String verdict = tree.path("verdict").isTextual() ? text(tree, "verdict") : null;
    ExitCode exit = ExitCode.of(tree.path("exit").intValue());
    return new TerminationMessage(exit, verdict, text(tree, "sentence"), problems);
  }

  private static String text(JsonNode tree, String field) {
    return tree.path(field).asText("");
  }

  /**
   * At most {@link #LONGEST} bytes of JSON: whole where that fits, else with shortened texts and
   * the first of the problems, and how many more there are.
   */
  public String json() {
    String whole = json(Integer.MAX_VALUE, problems.size());
    if (bytes(whole) <= LONGEST) {
      return whole;
    }
    for (int longest = LONG_TEXT; longest >= SHORTEST_TEXT; longest /= 2) {
      int most = Math.min(problems.size(), MOST_PROBLEMS);
      for (int kept = most; kept >= Math.min(1, most); kept--) {
        String cut = json(longest, kept);
        if (bytes(cut) <= LONGEST) {
          return cut;
        }
      }
    }
    throw new IllegalStateException("texts of " + SHORTEST_TEXT + " characters fit");
  }

  private String json(int longest, int kept) {
    ObjectNode tree = JSON.createObjectNode().put("exit", exit.number());
    tree.put("verdict", verdict).put("sentence", cut(sentence, longest));
    var list = tree.putArray("problems");
    problems
        .subList(0, kept)
        .forEach(
            each ->
                list.addObject().put("id", each.id()).put("message", cut(each.message(), longest)));
    if (kept < problems.size()) {
      tree.put("moreProblems", problems.size() - kept);
    }
    return tree.toString();
  }

  /** Never in the middle of a character. */
  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - CUT.length();
    boolean splits = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splits ? end - 1 : end) + CUT;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Writes it; a cluster that cannot be told so still has the exit code. */
  public void write(Path file) {
    try {
      Files.write(file, json().getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      LOG.warn("the termination message cannot be written to {}: {}", file, e.toString());
    }
  }
}
