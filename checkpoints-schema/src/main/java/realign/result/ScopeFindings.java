package realign.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scope found. A planned scope without results is there too, without points, so that its
 * absence cannot be overlooked.
 *
 * @param scope name in the store: {@code base}, {@code align-NNN}, {@code cell-NNN}
 * @param alignment the alignment that it is, or attacks; null for {@code base}
 * @param attack the attack, or null when it is none
 * @param training the training of this scope, or null when there is none
 * @param points measurements in the order in which they happened
 * @param check whether the alignment took; null when the scope is no alignment
 * @param survival how the alignment stands the attack; null when the scope is no attack
 */
public record ScopeFindings(
    String scope,
    @Nullable Alignment alignment,
    @Nullable Attack attack,
    @Nullable TrainingFindings training,
    List<PointFindings> points,
    @Nullable AlignmentCheck check,
    @Nullable Survival survival) {

  /**
   * An alignment.
   *
   * @param scope its own scope
   * @param method name of the method
   * @param label method with its parameters, for people
   * @param seed alignment seed
   */
  public record Alignment(String scope, String method, String label, long seed) {}

  /** An attack. */
  public record Attack(double harmfulRatio, long seed) {}

  public ScopeFindings {
    points = List.copyOf(points);
  }

  /** Whether it is an alignment that is not attacked. */
  public boolean measuresAlignment() {
    return alignment != null && attack == null;
  }

  /** Whether it is an attack. */
  public boolean measuresAttack() {
    return attack != null;
  }

  /** The last measurement, or null when there is none. */
  public @Nullable PointFindings last() {
    return points.isEmpty() ? null : points.get(points.size() - 1);
  }
}
