package realign.data;

import realign.model.RealignTokenizer;
import realign.spec.TextSpec;

/** The codec of a model directory's tokenizer. */
final class ModelCodec implements TextCodec {
  private static final int NONE = -1;

  private final RealignTokenizer tokenizer;
  private final Template template;
  private final int pad;

  ModelCodec(RealignTokenizer tokenizer, TextSpec.Template template) {
    this.tokenizer = tokenizer;
    this.template =
        switch (template) {
          case VACCINE -> PaperTemplate.VACCINE;
          case BOOSTER -> PaperTemplate.BOOSTER;
          case CHAT -> ChatRows.of(tokenizer.chat());
        };
    this.pad = this.template.complete() ? NONE : pad(tokenizer);
  }

  /** Without a pad token they fill with id 0; an ordinary word there cannot be meant. */
  private static int pad(RealignTokenizer tokenizer) {
    Integer named = tokenizer.pad();
    boolean zeroIsSpecial = tokenizer.decode(new int[] {0}, true).isEmpty();
    return named != null ? named : zeroIsSpecial ? 0 : NONE;
  }

  @Override
  public Template template() {
    return template;
  }

  @Override
  public int[] encode(String text) {
    return tokenizer.encode(text, !template.complete());
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
}
