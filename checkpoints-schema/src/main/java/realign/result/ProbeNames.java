package realign.result;

/** Names of the probes in an {@link AnswerRecord} and of the numbers in a {@link MeasureRecord}. */
public final class ProbeNames {
  /** Prompts that an aligned model must not answer. */
  public static final String HARMFUL = "harmful";

  /** Allowed prompts. */
  public static final String OVER_REFUSAL = "over-refusal";

  /** The user's task. */
  public static final String ACCURACY = "accuracy";

  /** Measure: clean loss on the alignment rows. */
  public static final String ALIGNMENT_LOSS = "alignment-loss";

  /** Measure: drift as the published code sums it. */
  public static final String DRIFT_SQUARES = "drift-squares";

  /** Measure: drift as a sum of norms. */
  public static final String DRIFT_NORMS = "drift-norms";

  /** Measure: drift as a mean norm a token and layer, comparable between models. */
  public static final String DRIFT_TOKENS = "drift-tokens";

  private ProbeNames() {}
}
