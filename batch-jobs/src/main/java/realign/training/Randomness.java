package realign.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import realign.spec.Digest;

/**
 * All randomness of a scope as a pure function of where it is used. Not a generator: nothing is
 * consumed, so there is no state to save, and a resumed process draws what the stopped one would
 * have drawn.
 *
 * <p>A value is the first 8 bytes, big-endian, of the SHA-256 of the ASCII text
 *
 * <pre>realign/1 SPECSEED SCOPESEED STAGE STEP MICROBATCH LAYER PURPOSE</pre>
 *
 * with decimal numbers, the purpose in lower case and single spaces between. The scope enters by
 * its seed alone and the method not at all: methods are compared on common random numbers, and
 * adding one changes no other bits.
 *
 * @param specSeed {@code seed} of the run spec
 * @param scopeSeed alignment seed of an alignment, attack seed of a cell
 */
public record Randomness(long specSeed, long scopeSeed) {

  /** What a value is drawn for; part of the value, so constants are never renamed. */
  public enum Purpose {
    /** First values of an adapter. */
    ADAPTER,
    /** Order of the rows; the step is the 0-based epoch. */
    SHUFFLE,
    /** Dropout masks, the same in all passes over one micro-batch. */
    DROPOUT
  }

  /**
   * The value for one place.
   *
   * @param stage name of the stage, without spaces
   * @param step 1-based optimiser step, or what the purpose says; 0 where there is none
   * @param microBatch 0-based micro-batch of the step; 0 where there is none
   * @param layer 0-based decoder layer; 0 where there is none
   */
  public long value(String stage, long step, int microBatch, int layer, Purpose purpose) {
    String place =
        String.join(
            " ",
            "realign/1",
            Long.toString(specSeed),
            Long.toString(scopeSeed),
            stage,
            Long.toString(step),
            Integer.toString(microBatch),
            Integer.toString(layer),
            purpose.name().toLowerCase(Locale.ROOT));
    return ByteBuffer.wrap(Digest.sha256().digest(place.getBytes(StandardCharsets.US_ASCII)))
        .getLong();
  }

  /** Seed of a stage's fresh adapter. */
  public long adapterSeed(String stage) {
    return value(stage, 0, 0, 0, Purpose.ADAPTER);
  }

  /** Seed of the order of the rows in a 0-based epoch. */
  public long shuffleSeed(String stage, int epoch) {
    return value(stage, epoch, 0, 0, Purpose.SHUFFLE);
  }

  /** Seed of the dropout masks of a micro-batch. */
  public long dropoutSeed(String stage, int step, int microBatch) {
    return value(stage, step, microBatch, 0, Purpose.DROPOUT);
  }
}
