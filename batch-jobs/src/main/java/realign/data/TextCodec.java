package realign.data;

import realign.model.RealignTokenizer;

/**
 * What data and probes need of a tokenizer. Narrow, so that they can be tried without a native
 * library.
 */
public interface TextCodec extends AutoCloseable {

  /** Ids [T] of a text, with the special tokens that the tokenizer adds. */
  int[] encode(String text);

  /** The text of ids, special tokens left out. */
  String decode(int[] ids);

  /** The text of the token that ends an answer. */
  String endText();

  /** Whether an id fills rows in the published trainers. */
  boolean pads(int id);

  @Override
  void close();

  /** A model directory's tokenizer; closing the codec closes it. */
  static TextCodec of(RealignTokenizer tokenizer) {
    Integer named = tokenizer.pad();
    // Without a pad token they fill with id 0; an ordinary word there cannot be meant.
    boolean zeroIsSpecial = tokenizer.decode(new int[] {0}, true).isEmpty();
    int pad = named != null ? named : zeroIsSpecial ? 0 : -1;
    return new TextCodec() {
      @Override
      public int[] encode(String text) {
        return tokenizer.encode(text, true);
      }

      @Override
      public String decode(int[] ids) {
        return tokenizer.decode(ids, true);
      }

      @Override
      public String endText() {
        return tokenizer.eosToken();
      }

      @Override
      public boolean pads(int id) {
        return id == pad;
      }

      @Override
      public void close() {
        tokenizer.close();
      }
    };
  }
}
