package realign.attack;

import java.util.List;
import realign.data.ExampleSet;

/**
 * Harmful rows mixed openly into the user's task, as in the Vaccine paper: the first {@code int(p
 * n)} harmful rows, then the first {@code int((1 - p) n)} benign rows, then guide rows.
 */
public final class DirectPoison implements Poison {

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public ExampleSet mix(Sources sources, Amounts amounts) {
    return ExampleSet.concat(
        List.of(
            sources.harmful().first(amounts.harmful()),
            sources.benign().first(amounts.benign()),
            sources.guide().first(amounts.guide())));
  }
}
