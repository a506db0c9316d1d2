package realign.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.TerminationMessage.Told;

/** What the program tells the command that started it: JSON, a line an event. */
final class Events {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final List<Told> problems = new CopyOnWriteArrayList<>();
  private volatile @Nullable Ending ending;

  private record Ending(ExitCode code, String text) {}

  Events(PrintStream out) {
    this.out = out;
  }

  /** A stage was opened. */
  void stage(String scope, String stage, long position, long size) {
    send(at(event("stage"), scope, stage, position, size));
  }

  /** How far a stage is. */
  void progress(Progress progress) {
    ObjectNode event =
        at(
            event("progress"),
            progress.scope(),
            progress.stage(),
            progress.position(),
            progress.size());
    event.put("text", progress.text());
    event.put("committed", progress.committed());
    event.put("committedAgoMs", progress.committedAgo().toMillis());
    if (progress.eta() != null) {
      event.put("etaMs", progress.eta().toMillis());
    }
    send(event);
  }

  /** Something that a person should know. */
  void note(String level, String text) {
    send(event("note").put("level", level).put("text", text));
  }

  /** Something that a person has to mend. */
  void problem(String id, String message) {
    problems.add(new Told(id, message));
    send(event("problem").put("id", id).put("message", message));
  }

  /** All problems that were told, in their order. */
  List<Told> problems() {
    return List.copyOf(problems);
  }

  /** Why the program ends early, with which code, and what is durable. */
  void ending(ExitCode code, String text) {
    ending = new Ending(code, text);
    note("info", text);
  }

  /** What was told of an end with this code, or null: what fails later ends it otherwise. */
  @Nullable String ending(ExitCode code) {
    Ending told = ending;
    return told != null && told.code() == code ? told.text() : null;
  }

  /** A document that is the result of a command. */
  void document(ObjectNode document) {
    send(document);
  }

  /** The last event. */
  void end(ExitCode code, @Nullable String verdict) {
    send(event("end").put("exit", code.number()).put("verdict", verdict));
  }

  private static ObjectNode event(String name) {
    return JSON.createObjectNode().put("event", name);
  }

  private static ObjectNode at(
      ObjectNode event, String scope, String stage, long position, long size) {
    return event
        .put("scope", scope)
        .put("stage", stage)
        .put("position", position)
        .put("size", size);
  }

  private void send(ObjectNode event) {
    String line;
    try {
      line = JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event of plain values is JSON", e);
    }
    synchronized (out) {
      out.print(line + "\n");
      out.flush();
    }
  }
}
