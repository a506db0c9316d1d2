package realign.protocol;

/** A step led to a state that must not be. */
final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Invariant invariant;

  Broken(Invariant invariant, String what) {
    super(invariant + ": " + what, null, false, false);
    this.invariant = invariant;
  }

  Invariant invariant() {
    return invariant;
  }

  static void unless(boolean holds, Invariant invariant, String what) {
    if (!holds) {
      throw new Broken(invariant, what);
    }
  }
}
