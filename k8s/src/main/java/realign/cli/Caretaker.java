package realign.cli;

import java.util.Map;
import realign.log.Provenance;
import realign.log.ScopeHead;
import realign.log.ScopeMaintenance;
import realign.log.Settings;
import realign.spec.Target;
import realign.store.ObjectStore;

/** Maintains the scopes of a run from outside. Not for computing: it holds a scope for a moment. */
record Caretaker(ObjectStore store, String run, Settings settings, Talk talk) {

  static Caretaker of(RunScopes scopes, Target target, boolean force, Talk talk) {
    Provenance computesNothing =
        new Provenance(
            scopes.spec().identity(), VersionCommand.version(), Map.of(), "none", "none", 1);
    Settings settings =
        new Settings(
            target.timeToLive(), target.heartbeat(), target.checkpoint(), force, computesNothing);
    return new Caretaker(scopes.store(), scopes.run(), settings, talk);
  }

  /** Maintenance of a scope; says aloud when its holder has to be watched first. */
  ScopeMaintenance of(ScopeHead head) {
    if (head.held() && !settings.force()) {
      talk.say(
          "%s is held by %s: looking for a sign of life for at most %s"
              .formatted(head.scope(), head.holder(), Amounts.duration(settings.timeToLive())));
    }
    return ScopeMaintenance.of(store, run, head.scope(), settings);
  }

  /** For looking only. */
  ScopeMaintenance looking(String scope) {
    return ScopeMaintenance.of(store, run, scope, settings);
  }

  ScopeMaintenance of(String scope) {
    return of(ScopeHead.read(store, run, scope));
  }
}
