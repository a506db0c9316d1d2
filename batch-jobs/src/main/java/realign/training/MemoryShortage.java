package realign.training;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.model.MemoryNeed;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Memory that is not there: foreseen before a stage begins, or met when the engine or Java asks for
 * it. Tells what was needed, what there was, and which settings lower it.
 */
public final class MemoryShortage {
  private static final String FORESEEN = "RLN-510";
  private static final String MET = "RLN-511";
  private static final String FIX =
      "Set activationRecomputation: true in the target, which changes no number and goes on from"
          + " the last commit; or lower batchSize (with accumulation for the same rows a step),"
          + " text.maxLength, evaluate.batchSize or lora.rank, or set model.compute: bf16; or give"
          + " the process more memory";

  /** In the words of the engine's allocators, of C++ and of CUDA. */
  private static final Pattern WORDS =
      Pattern.compile("can't allocate memory|out of memory|bad_alloc|cannot allocate memory");

  private static final Pattern ASKED =
      Pattern.compile(
          "(?:tried to allocate|reserve) ([0-9.]+ ?(?:[KMGT]i?B|bytes))", Pattern.CASE_INSENSITIVE);

  private MemoryShortage() {}

  /** Whether a failure says that memory ran out. */
  static boolean is(Throwable failure) {
    return failure instanceof OutOfMemoryError
        || (failure instanceof RuntimeException
            && WORDS.matcher(words(failure).toLowerCase(Locale.ROOT)).find());
  }

  private static String words(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  /**
   * The problem behind a failure, looked for among its causes; null where memory is not what was
   * missing.
   *
   * @param need what the work was counted to need; null where nobody counted
   */
  public static @Nullable ProblemException of(Throwable failure, @Nullable MemoryNeed need) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (is(cause)) {
        String needed = need == null ? "" : ", for a need of about " + need;
        Problem problem =
            new Problem(
                MET,
                "memory",
                asked(words(cause)) + needed,
                "must be there, but there is " + MachineMemory.now(),
                FIX);
        return new ProblemException(ExitCode.INVALID, List.of(problem), failure);
      }
    }
    return null;
  }

  /** The problem, where memory is what was missing, else the failure as it is. */
  static RuntimeException orElse(Throwable failure, @Nullable MemoryNeed need) {
    ProblemException problem = of(failure, need);
    if (problem == null && failure instanceof Error error) {
      throw error;
    }
    return problem == null ? (RuntimeException) failure : problem;
  }

  /** What was asked for last, which is seldom what was most. */
  private static String asked(String message) {
    Matcher amount = ASKED.matcher(message);
    if (amount.find()) {
      return amount.group(1) + " more";
    }
    return message.lines().findFirst().orElse("");
  }

  /**
   * Refuses what can never fit, when the weights are loaded and nothing else. Mapped ones count as
   * far as they are resident: the kernel can let go of them.
   *
   * @param resident memory that the process has already
   */
  static void refuse(String stage, MemoryNeed need, long resident, MachineMemory machine) {
    if (need.beyondWeights() + resident > machine.limit()) {
      throw new ProblemException(ExitCode.INVALID, foreseen(stage, need, resident, machine));
    }
  }

  /** What to warn of when it may not fit now; null when it does. */
  static @Nullable String warning(
      String stage, MemoryNeed need, long resident, MachineMemory machine) {
    return need.beyondWeights() > machine.available()
        ? foreseen(stage, need, resident, machine).toString()
        : null;
  }

  private static Problem foreseen(
      String stage, MemoryNeed need, long resident, MachineMemory machine) {
    return new Problem(
        FORESEEN,
        "memory of stage " + stage,
        need + " where the process has " + (resident >> 20) + " MiB already",
        "must fit: there are " + machine,
        FIX);
  }
}
