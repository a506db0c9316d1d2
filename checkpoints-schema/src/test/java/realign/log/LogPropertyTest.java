package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import realign.store.HaltPoint;
import realign.store.HaltPoint.Moment;
import realign.store.HaltedException;
import realign.store.HaltingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.testing.Cases;
import realign.testing.Draw;

/**
 * Whatever is saved, restarted, halted and taken over in whatever order: a restore gives a commit
 * that was handed over, not older than the last one that was told to be durable, byte by byte; and
 * nothing that the log can still restore is ever deleted.
 */
class LogPropertyTest {

  /** What may happen to a scope. */
  enum What {
    SAVE,
    SAVE_NOW,
    ADD,
    DROP,
    FLUSH,
    RESTORE,
    RESTART,
    TAKE_OVER,
    HALT
  }

  /** With a small number for whatever needs one. */
  record Action(What what, int number) {}

  private static Action anyAction(Draw draw) {
    return new Action(draw.oneOf(What.values()), draw.between(0, 17));
  }

  @Cases(100)
  void aRestoreGivesWhatWasCommitted(Draw draw) {
    int keepLast = draw.between(1, 3);
    int keepEvery = draw.between(0, 3);
    List<Action> actions =
        Stream.generate(() -> anyAction(draw)).limit(draw.between(0, 30)).toList();
    World world = new World(Logs.settings(keepLast, keepEvery));
    for (Action action : actions) {
      world.act(action);
    }
    world.end();
  }

  /** The log under test beside a model of it: all drafts that were handed over, as content. */
  private static final class World {
    private static final String SCOPE = "align-000";

    private final MemoryStore memory = new MemoryStore();
    private final Settings settings;
    private final List<Map<String, String>> handed = new ArrayList<>();
    private int durable; // of those, how many were told to be
    private int drafts;
    private ScopeLog log;

    World(Settings settings) {
      this.settings = settings;
      this.log = open(memory);
    }

    private ScopeLog open(ObjectStore store) {
      return ScopeLog.claim(store, Logs.RUN, SCOPE, Logs.gone("a"), settings);
    }

    void act(Action action) {
      try {
        tryTo(action);
      } catch (HaltedException e) {
        restart(memory);
      }
    }

    private void tryTo(Action action) {
      switch (action.what()) {
        case SAVE -> save(draft(Map.of(), Set.of()), false);
        case SAVE_NOW -> save(draft(Map.of(), Set.of()), true);
        case ADD -> save(draft(artefact(action.number()), Set.of()), action.number() % 2 == 0);
        case DROP -> save(draft(Map.of(), Set.of(name(action.number()))), true);
        case FLUSH -> flush();
        case RESTORE -> restore();
        case RESTART -> restart(memory);
        case TAKE_OVER -> takeOver();
        case HALT -> restart(new HaltingStore(memory, point(action.number())));
      }
    }

    private static HaltPoint point(int number) {
      Moment[] moments = Moment.values();
      return new HaltPoint(moments[number % moments.length], 1 + number / moments.length);
    }

    private static String name(int number) {
      return "adapter@" + number % 3;
    }

    private Map<String, Draft.Artefact> artefact(int number) {
      boolean restricted = number % 3 == 0;
      return Map.of(name(number), new Draft.Artefact(Logs.bytes("A" + number), restricted));
    }

    private Draft draft(Map<String, Draft.Artefact> artefacts, Set<String> drop) {
      drafts++;
      return new Draft(
          "align",
          drafts,
          false,
          Map.of("weights", Logs.bytes("w" + drafts / 2), "method", Logs.bytes("constant")),
          artefacts,
          drop,
          List.of(new Draft.Append("steps", false, List.of("step " + drafts))));
    }

    /** The model learns of a draft before the log does: a halt may come after the commit. */
    private void save(Draft draft, boolean now) {
      handed.add(expected(draft));
      if (now) {
        log.saveNow(draft);
        durable = handed.size();
      } else if (!log.save(draft)) {
        handed.remove(handed.size() - 1); // the next one does not carry its records: it is lost
      }
    }

    private Map<String, String> expected(Draft draft) {
      Map<String, String> before = handed.isEmpty() ? Map.of() : handed.get(handed.size() - 1);
      Map<String, String> after = new TreeMap<>();
      before.forEach(
          (key, value) -> {
            if (key.startsWith("artefact ") && !draft.drop().contains(key.substring(9))) {
              after.put(key, value);
            }
          });
      draft.artefacts().forEach((name, a) -> after.put("artefact " + name, text(a.payload())));
      draft.state().forEach((name, payload) -> after.put("state " + name, text(payload)));
      String lines = before.getOrDefault("steps", "");
      String line = draft.records().get(0).lines().get(0);
      after.put("steps", lines.isEmpty() ? line : lines + "|" + line);
      after.put("at", "align " + draft.position() + " false");
      return after;
    }

    private static String text(realign.store.Payload payload) {
      try (var in = payload.open()) {
        return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private void flush() {
      log.flush();
      durable = handed.size();
    }

    /** Finds which draft is restored, and forgets those after it: they are lost for good. */
    private void restore() {
      Restored restored = log.restore();
      Map<String, String> content = Logs.content(restored);
      int found = restored == null ? 0 : handed.indexOf(content) + 1;
      assertThat(restored == null || found > 0).as("%s of %s", content, handed).isTrue();
      assertThat(found).as("not older than what was durable").isBetween(durable, handed.size());
      handed.subList(found, handed.size()).clear();
      durable = found;
    }

    private void restart(ObjectStore store) {
      log.close();
      assertAllKeptIsThere();
      try {
        log = open(store);
        restore();
      } catch (HaltedException e) {
        restart(memory);
      }
    }

    private void takeOver() {
      ScopeLog before = log;
      flush();
      log = open(memory);
      restore();
      assertThatThrownBy(() -> before.saveNow(draft(Map.of(), Set.of())))
          .isInstanceOfAny(FencedException.class, HaltedException.class);
      before.close();
    }

    private void assertAllKeptIsThere() {
      ScopeKeys keys = new ScopeKeys(Logs.RUN, SCOPE);
      LogReader reader = new LogReader(memory, keys);
      LogEntry.@Nullable Commit newest = reader.head().commit();
      if (newest == null) {
        return;
      }
      BlobReader blobs = new BlobReader(memory, keys, new Patience(Time.system()));
      for (long n : newest.kept()) {
        LogEntry.Commit commit = reader.commit(n);
        for (BlobRef blob : commit.contents().blobs()) {
          try {
            blobs.verify(blob);
          } catch (BlobReader.DamagedBlobException e) {
            throw new AssertionError("commit " + n + " of " + newest.kept(), e);
          }
        }
      }
    }

    /** Finishes the scope and looks at what is left. */
    void end() {
      restart(memory);
      save(draft(Map.of(), Set.of()), true);
      Map<String, String> last = new HashMap<>(handed.get(handed.size() - 1));
      last.keySet().removeIf(key -> key.startsWith("state "));
      log.done("k", Map.of());
      log.close();
      assertThat(Logs.content(ScopeView.result(memory, Logs.RUN, SCOPE))).isEqualTo(last);
      assertNothingButOrphansAndResultsIsLeft();
    }

    private void assertNothingButOrphansAndResultsIsLeft() {
      ScopeKeys keys = new ScopeKeys(Logs.RUN, SCOPE);
      LogReader reader = new LogReader(memory, keys);
      Set<String> everCommitted = new HashSet<>();
      Set<String> named = new HashSet<>();
      for (LogEntry entry : reader.all()) {
        if (entry instanceof LogEntry.Commit commit) {
          commit.contents().blobs().forEach(blob -> everCommitted.add(keys.blob(blob)));
        } else if (entry instanceof LogEntry.Done done) {
          done.contents().blobs().forEach(blob -> named.add(keys.blob(blob)));
        }
      }
      assertThat(Logs.blobs(memory, SCOPE))
          .filteredOn(everCommitted::contains)
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }
}
