package realign.data;

import java.nio.file.Path;
import realign.model.RealignTokenizer;
import realign.spec.TextSpec;

/**
 * What data and probes need of a tokenizer, and the template of the texts that it is given. Narrow,
 * so that they can be tried without a native library.
 */
public interface TextCodec extends AutoCloseable {

  /** The template of every text of a run. */
  Template template();

  /** Ids [T] of a text of the template, with the special tokens that the template leaves out. */
  int[] encode(String text);

  /** The text of ids, special tokens left out. */
  String decode(int[] ids);

  /** The text of the token that ends an answer. */
  String endText();

  /** Whether the published trainers take an id of a prompt for filling, and do not count it. */
  boolean pads(int id);

  @Override
  void close();

  /**
   * A model directory's tokenizer.
   *
   * @throws realign.spec.ProblemException when there is none that can be used, or not the template
   */
  static TextCodec open(Path directory, TextSpec.Template template) {
    RealignTokenizer tokenizer = RealignTokenizer.load(directory);
    try {
      return new ModelCodec(tokenizer, template);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }
}
