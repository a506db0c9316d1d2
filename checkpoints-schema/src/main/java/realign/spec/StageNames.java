package realign.spec;

import java.util.List;

/** Names of the stages that scopes go through, as logs, events and commands give them. */
public final class StageNames {
  /** Reads and tokenises the data. */
  public static final String LOAD = "load";

  /** Trains with a method. */
  public static final String ALIGN = "align";

  /** Fine-tunes an aligned model on poisoned data. */
  public static final String ATTACK = "attack";

  /** Measures the models of a scope. */
  public static final String EVALUATE = "evaluate";

  /** Reports over all scopes. */
  public static final String REPORT = "report";

  /** All, in the order in which a run goes through them. */
  public static final List<String> ALL = List.of(LOAD, ALIGN, ATTACK, EVALUATE, REPORT);

  private StageNames() {}
}
