package realign.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decides a decoder's arithmetic, from {@code config.json} and {@code generation_config.json}.
 * Holds only values that this package computes exactly; everything else was refused by name.
 *
 * @param vocabulary number of token ids
 * @param hidden width of the residual stream
 * @param intermediate width inside the feed-forward part
 * @param layers number of blocks
 * @param heads number of query heads
 * @param kvHeads number of key and value heads, a divisor of {@code heads}
 * @param headDim width of a head
 * @param positions longest sequence
 * @param ropeTheta base of the rotary angles
 * @param rmsEpsilon added to the mean square
 * @param tied whether the output head is the embedding matrix
 * @param initializerRange standard deviation of random weights
 * @param bos id that begins a text, if any
 * @param eos ids that end a generation
 * @param pad id that fills rows in other programs, if any
 */
public record DecoderConfig(
    int vocabulary,
    int hidden,
    int intermediate,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int positions,
    double ropeTheta,
    double rmsEpsilon,
    boolean tied,
    double initializerRange,
    @Nullable Integer bos,
    List<Integer> eos,
    @Nullable Integer pad) {

  public DecoderConfig {
    eos = List.copyOf(eos);
    if (kvHeads < 1 || heads % kvHeads != 0) {
      throw new IllegalArgumentException(
          "kvHeads must divide heads, but are " + kvHeads + " and " + heads);
    }
    if (headDim < 2 || headDim % 2 != 0) {
      throw new IllegalArgumentException("headDim must be even, but is " + headDim);
    }
  }
}
