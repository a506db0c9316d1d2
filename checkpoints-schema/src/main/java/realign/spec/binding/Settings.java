package realign.spec.binding;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problems;

/** The check that every record of settings makes in its compact constructor. */
public final class Settings {
  private Settings() {}

  /**
   * Checks each component by its {@link realign.spec.Setting}. Rules over several components are
   * the constructor's own matter, afterwards.
   *
   * @param type the record
   * @param values its components, in their order
   * @throws realign.spec.ProblemException with all that is wrong; paths begin at the record
   */
  public static void check(Class<? extends Record> type, @Nullable Object... values) {
    List<Slot> slots = Shape.of(type).slots();
    if (slots.size() != values.length) {
      throw new IllegalArgumentException(type + " has " + slots.size() + " components");
    }
    Problems problems = new Problems();
    Place root = Place.root(new Session(null, problems));
    for (int i = 0; i < values.length; i++) {
      slots.get(i).check(values[i], root.child(slots.get(i).name(), slots.get(i).hint()));
    }
    problems.throwIfAny(ExitCode.INVALID);
  }
}
