package realign.log;

import java.util.List;
import java.util.Map;
import java.util.Set;
import realign.store.Payload;

/**
 * What a stage wants to make durable in one commit. All bytes are in host memory and are not
 * changed any more: the log writes them from a side thread.
 *
 * @param stage name of the stage
 * @param position items of the stage that are done
 * @param stageDone whether the stage has no more items
 * @param state blobs to go on from, by name; superseded by the next commit and deleted by retention
 * @param artefacts blobs that stay, by name; carried along by all later commits of the scope and
 *     named by its {@code done}
 * @param drop names of artefacts that are not needed any more
 * @param records lines to append
 */
public record Draft(
    String stage,
    long position,
    boolean stageDone,
    Map<String, Payload> state,
    Map<String, Artefact> artefacts,
    Set<String> drop,
    List<Append> records) {

  /** Most bytes of a blob: what can be read back into one buffer. */
  public static final long LARGEST_BLOB = Integer.MAX_VALUE - 8L;

  public Draft {
    state = Map.copyOf(state);
    artefacts = Map.copyOf(artefacts);
    drop = Set.copyOf(drop);
    records = List.copyOf(records);
  }

  /** A blob that stays; a restricted one lies under its own prefix. */
  public record Artefact(Payload payload, boolean restricted) {}

  /** JSON lines for a record stream of the scope. */
  public record Append(String stream, boolean restricted, List<String> lines) {
    public Append {
      lines = List.copyOf(lines);
    }
  }
}
