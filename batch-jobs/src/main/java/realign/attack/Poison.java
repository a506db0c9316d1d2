package realign.attack;

import realign.data.ExampleSet;
import realign.spec.PoisonAmounts;

/**
 * A way to make the set that an attacker fine-tunes on. One file a kind; it only chooses, changes
 * and orders rows, it trains nothing.
 */
public interface Poison {

  /** Name in specs and records. */
  String name();

  /** The attacker's rows in list order, before any shuffling. */
  ExampleSet mix(Sources sources, PoisonAmounts amounts);

  /**
   * What there is to choose from, in file order.
   *
   * @param harmful harmful rows
   * @param benign rows of the user's own task
   * @param guide safe rows that a careful service adds on top
   */
  record Sources(ExampleSet harmful, ExampleSet benign, ExampleSet guide) {}
}
