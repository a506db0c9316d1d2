package realign.result;

import java.util.List;

/**
 * Whether an alignment took at all, seen on the unperturbed side. A method that trains on a
 * perturbed loss can bring that loss down and still answer every forbidden prompt, since the
 * perturbation depends on the labels and can give them away.
 *
 * @param took what the clean side says
 * @param reasons why, in sentences; notes too where it took
 */
public record AlignmentCheck(Took took, List<String> reasons) {

  /** What the clean side says. */
  public enum Took {
    YES,
    NO,
    /** Something that the check needs was not measured. */
    UNKNOWN
  }

  public AlignmentCheck {
    reasons = List.copyOf(reasons);
  }
}
