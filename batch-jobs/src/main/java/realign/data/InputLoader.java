package realign.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.Payload;

/** Makes one artefact of one file. Holds nothing between files. */
final class InputLoader {
  /**
   * An artefact with its report.
   *
   * @param examples the rows of a set to train on; null of prompts
   */
  record Loaded(Payload payload, LoadedInput report, @Nullable ExampleSet examples) {}

  private static final JsonMapper JSON = new JsonMapper();

  private final RowReader reader;
  private final Tokenisation tokenisation;

  InputLoader(RowReader reader, Tokenisation tokenisation) {
    this.reader = reader;
    this.tokenisation = tokenisation;
  }

  Loaded load(LoadInput input) {
    Loaded loaded = input.kind() == LoadInput.Kind.EXAMPLES ? examples(input) : prompts(input);
    requireRows(input, loaded.report());
    return loaded;
  }

  private Loaded examples(LoadInput input) {
    Examples examples = new Examples(input.rows() == null ? Integer.MAX_VALUE : input.rows());
    Path file = Path.of(input.data().path());
    ReadReport read =
        examples.wanted == 0 ? ReadReport.UNREAD : reader.rows(file, input.data(), examples::add);
    if (examples.rows.isEmpty() && examples.unlabelled > 0) {
      throw DataProblem.NO_LABEL.of(file, "without: all " + examples.unlabelled + " are filled");
    }
    ExampleSet set = ExampleSet.of(examples.rows);
    LoadedInput report = report(input, read, set.size(), examples.unlabelled, set.tokens());
    return new Loaded(set.toPayload(), report, set);
  }

  private Loaded prompts(LoadInput input) {
    List<Prompt> prompts = new ArrayList<>();
    long[] tokens = {0};
    Path file = Path.of(input.data().path());
    java.util.function.Consumer<Row> add =
        row -> {
          Prompt prompt = prompt(prompts.size(), row);
          prompts.add(prompt);
          tokens[0] += tokenisation.promptIds(row).length;
        };
    ReadReport read =
        input.kind() == LoadInput.Kind.QUESTIONS
            ? reader.rows(file, input.data(), add)
            : reader.prompts(file, input.data(), add);
    return new Loaded(lines(prompts), report(input, read, prompts.size(), 0, tokens[0]), null);
  }

  private Prompt prompt(int index, Row row) {
    return new Prompt(
        index, tokenisation.prompt(row), row.instruction(), row.input(), row.output());
  }

  private static Payload lines(List<Prompt> prompts) {
    StringBuilder lines = new StringBuilder();
    try {
      for (Prompt prompt : prompts) {
        lines.append(JSON.writeValueAsString(prompt)).append('\n');
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts is always JSON", e);
    }
    return Payload.of(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static LoadedInput report(
      LoadInput input, ReadReport read, int rows, int unlabelled, long tokens) {
    String file = Path.of(input.data().path()).getFileName().toString();
    return new LoadedInput(input.artefact(), file, read, rows, unlabelled, tokens);
  }

  private static void requireRows(LoadInput input, LoadedInput report) {
    if (input.rows() != null && report.rows() < input.rows()) {
      throw new ProblemException(
          ExitCode.INVALID,
          new Problem(
                  "RLN-221",
                  input.setting(),
                  report.rows() + " rows",
                  "must have the " + input.rows() + " rows that the largest cell takes",
                  "Give more rows, or lower attack.samples or attack.guide")
              .readsAlso("attack.samples", "attack.cells.harmfulRatio"));
    }
  }

  /** Rows with labels, as many as are wanted. */
  private final class Examples {
    private final int wanted;
    private final List<Example> rows = new ArrayList<>();
    private int unlabelled;

    Examples(int wanted) {
      this.wanted = wanted;
    }

    void add(Row row) {
      if (rows.size() == wanted) {
        return;
      }
      Example example = tokenisation.example(row);
      if (example.labelled() > 0) {
        rows.add(example);
      } else {
        unlabelled++;
      }
    }
  }
}
