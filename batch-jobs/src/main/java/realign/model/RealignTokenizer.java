package realign.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model directory's tokenizer: text to ids and back. Never cuts and never pads a text. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class RealignTokenizer implements AutoCloseable {
  private RealignTokenizer() {}

  /**
   * Reads {@code tokenizer.json}, {@code tokenizer_config.json} and {@code config.json}.
   *
   * @throws realign.spec.ProblemException when there is none or when it has ids that the model does
   *     not have
   */
  public static RealignTokenizer load(Path directory) {
    throw new UnsupportedOperationException();
  }

  /** Ids of a text, with or without the special tokens that the tokenizer adds around it. */
  public int[] encode(String text, boolean addSpecial) {
    throw new UnsupportedOperationException();
  }

  /** The text of ids; special tokens shown or left out. */
  public String decode(int[] ids, boolean skipSpecial) {
    throw new UnsupportedOperationException();
  }

  /** Number of ids, added tokens included. */
  public int size() {
    throw new UnsupportedOperationException();
  }

  /** Id that begins a text, if any. */
  public @Nullable Integer bos() {
    throw new UnsupportedOperationException();
  }

  /** Id that ends an answer. */
  public int eos() {
    throw new UnsupportedOperationException();
  }

  /** The text of {@link #eos()}, appended to training targets. */
  public String eosToken() {
    throw new UnsupportedOperationException();
  }

  /** Id that fills rows, if any. */
  public @Nullable Integer pad() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
