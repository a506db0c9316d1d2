package realign.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the program ended, for the cluster to show with the pod: a file of at most 4096 bytes, all
 * that Kubernetes keeps. Nothing that the run depends on.
 *
 * @param exit exit code
 * @param verdict the gate's word, or null
 * @param sentence what happened, for a person
 * @param problems what a person has to mend
 */
record TerminationMessage(
    int exit, @Nullable String verdict, String sentence, List<Events.Told> problems) {
  /** Names the variable with the file. */
  static final String FILE = "REALIGN_TERMINATION_MESSAGE";

  /** Bytes. */
  static final int LARGEST = 4096;

  private static final int LONG_TEXT = 500;
  private static final int SHORTEST_TEXT = 15;
  private static final Logger LOG = LoggerFactory.getLogger(TerminationMessage.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  TerminationMessage {
    problems = List.copyOf(problems);
  }

  static TerminationMessage of(Outcome outcome, Events events) {
    String sentence = outcome.sentence() == null ? events.ending() : outcome.sentence();
    return new TerminationMessage(
        outcome.code().number(),
        outcome.verdict(),
        sentence == null ? outcome.code().meaning() : sentence,
        events.problems());
  }

  /** Writes it where the environment asks for it; a failure to do so is not worth a run. */
  void write(Map<String, String> environment) {
    String file = environment.get(FILE);
    if (file == null || file.isEmpty()) {
      return;
    }
    try {
      Files.write(Path.of(file), json());
    } catch (IOException | RuntimeException e) {
      LOG.warn("no termination message at {}", file, e);
    }
  }

  /** The message: whole where it fits, else with shortened texts and the first of the problems. */
  byte[] json() {
    byte[] whole = json(Integer.MAX_VALUE, problems.size());
    if (whole.length <= LARGEST) {
      return whole;
    }
    for (int longest = LONG_TEXT; longest >= SHORTEST_TEXT; longest /= 2) {
      for (int kept = problems.size(); kept >= Math.min(1, problems.size()); kept--) {
        byte[] cut = json(longest, kept);
        if (cut.length <= LARGEST) {
          return cut;
        }
      }
    }
    throw new IllegalStateException("texts of " + SHORTEST_TEXT + " characters fit");
  }

  private byte[] json(int longest, int kept) {
    ObjectNode message = JSON.createObjectNode();
    message.put("exit", exit).put("verdict", verdict).put("sentence", cut(sentence, longest));
    ArrayNode list = message.putArray("problems");
    for (Events.Told problem : problems.subList(0, kept)) {
      list.addObject().put("id", problem.id()).put("message", cut(problem.message(), longest));
    }
    if (kept < problems.size()) {
      message.put("moreProblems", problems.size() - kept);
    }
    try {
      return JSON.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are JSON", e);
    }
  }

  /** Never in the middle of a character. */
  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
