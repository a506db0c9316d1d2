package realign.data;

import java.util.stream.IntStream;

/**
 * A codec of characters: begins a text with id 1, ends answers with {@code $}, pads with {@code _}.
 */
public class CharacterCodec implements TextCodec {
  /** Id that begins a text. */
  public static final int BEGIN = 1;

  /** Id that ends an answer. */
  public static final int END = '$';

  @Override
  public Template template() {
    return PaperTemplate.VACCINE;
  }

  @Override
  public int[] encode(String text) {
    return IntStream.concat(IntStream.of(BEGIN), text.chars()).toArray();
  }

  @Override
  public String decode(int[] ids) {
    StringBuilder text = new StringBuilder();
    IntStream.of(ids).filter(id -> id != BEGIN && id != END).forEach(id -> text.append((char) id));
    return text.toString();
  }

  @Override
  public String endText() {
    return "$";
  }

  @Override
  public boolean pads(int id) {
    return id == '_';
  }

  @Override
  public void close() {}
}
