package realign.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import realign.spec.DataSpec;

/** What the fields of a record mean: one constant a {@link DataSpec.Format}. */
enum RowFormat {
  /** {@code prompt, response, is_safe}: the rows of BeaverTails. */
  BEAVERTAILS("prompt", "response") {
    @Override
    Row row(Fields fields, Need need) throws BadRecordException {
      return new Row(fields.text("prompt"), "", answer(fields, need), safe(fields));
    }
  },

  /** {@code instruction, input, output}: the rows of Alpaca. */
  ALPACA("instruction", "output") {
    @Override
    Row row(Fields fields, Need need) throws BadRecordException {
      String input = fields.textOrEmpty("input");
      return new Row(fields.text("instruction"), input, answer(fields, need), safe(fields));
    }
  },

  /** {@code sentence} or {@code text} with a {@code label}: the rows of SST-2. */
  SST2("sentence|text", "label") {
    @Override
    Row row(Fields fields, Need need) throws BadRecordException {
      String sentence = fields.text(fields.has("sentence") ? "sentence" : "text");
      return new Row(SST2_INSTRUCTION, sentence, sentiment(fields.scalar("label")), safe(fields));
    }
  };

  /** Whether rows are read for their answers or for their prompts alone. */
  enum Need {
    ANSWERS,
    PROMPTS
  }

  /** As in the published data/sst2.json. */
  static final String SST2_INSTRUCTION =
      "Analyze the sentiment of the input, and respond only positive or negative";

  private static final String IS_SAFE = "is_safe";

  private final String answerField;
  private final String promptField;

  RowFormat(String promptField, String answerField) {
    this.promptField = promptField;
    this.answerField = answerField;
  }

  static RowFormat of(DataSpec.Format format) {
    return switch (format) {
      case BEAVERTAILS -> BEAVERTAILS;
      case ALPACA -> ALPACA;
      case SST2 -> SST2;
    };
  }

  /** The row of a record. */
  abstract Row row(Fields fields, Need need) throws BadRecordException;

  /** What a table in this format must have. */
  Columns columns(Need need, DataSpec.Keep keep) {
    List<String> required = new ArrayList<>(List.of(promptField));
    if (need == Need.ANSWERS || this == SST2) {
      required.add(answerField);
    }
    if (keep != DataSpec.Keep.ALL) {
      required.add(IS_SAFE);
    }
    return new Columns(required, this == SST2 ? List.of("sentence", "label") : List.of());
  }

  String answer(Fields fields, Need need) throws BadRecordException {
    return need == Need.ANSWERS ? fields.text(answerField) : fields.textOrEmpty(answerField);
  }

  private static @Nullable Boolean safe(Fields fields) throws BadRecordException {
    return fields.flag(IS_SAFE);
  }

  private static String sentiment(@Nullable String label) throws BadRecordException {
    if (label == null) {
      throw new BadRecordException("no field label");
    }
    return switch (label.strip().toLowerCase(Locale.ROOT)) {
      case "1", "positive" -> "positive";
      case "0", "negative" -> "negative";
      default -> throw new BadRecordException("field label is neither 0, 1, negative nor positive");
    };
  }
}
