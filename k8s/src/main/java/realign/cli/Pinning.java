package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import realign.log.CheckpointName;
import realign.log.StoredCommit;
import realign.spec.Target;
import realign.store.ObjectStore;

/** What pin and unpin have in common. */
record Pinning(
    Surroundings surroundings, CommonOptions common, Form form, Target where, boolean force) {

  void set(String run, String checkpoint, boolean pinned) {
    try (ObjectStore store = Stores.open(surroundings, where)) {
      RunScopes scopes = RunScopes.of(store, run);
      CheckpointName name = CheckpointName.parse(checkpoint);
      scopes.require(name.scope());
      long entry = StoredCommit.named(store, run, name).point().n();
      CheckpointName exactly = new CheckpointName(name.scope(), null, entry);
      Caretaker caretaker = Caretaker.of(scopes, where, force, new Talk(surroundings, common));
      boolean changed = caretaker.of(name.scope()).pin(exactly, pinned);
      print(run, exactly, pinned, changed);
    }
  }

  private void print(String run, CheckpointName name, boolean pinned, boolean changed) {
    PrintStream out = surroundings.terminal().out();
    if (form.isDocument()) {
      ObjectNode document = Documents.of("pin").put("run", run);
      document.put("checkpoint", name.toString()).put("pinned", pinned).put("changed", changed);
      Documents.print(out, form, document);
    } else if (form == Form.NAME) {
      out.println(name);
    } else {
      String already = changed ? "" : " already";
      out.println(name + (pinned ? " is pinned" : " is not pinned") + already);
    }
  }
}
