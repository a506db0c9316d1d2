package realign.batch;

import realign.spec.RunSpec;
import realign.spec.SpecReader;

/** Specs whose files nobody opens, since the stages that they make up only count. */
final class ToySpec {
  private ToySpec() {}

  /** One alignment, one cell: the job {@code nightly}. */
  static RunSpec oneOfEach() {
    return SpecReader.ofRunSpec().text("toy", text("[{name: sft}]")).value();
  }

  /** Two alignments, a cell on each: a job a scope. */
  static RunSpec sweep() {
    return SpecReader.ofRunSpec().text("toy", text("[{name: sft}, {name: vaccine}]")).value();
  }

  private static String text(String methods) {
    return """
        apiVersion: realign/v1
        name: toy
        model: {path: none}
        align:
          data: {path: none.jsonl, format: beavertails}
          methods: %s
        attack:
          benign: {path: none.tsv, format: sst2}
          harmful: {path: none.jsonl, format: beavertails}
          samples: 10
        evaluate:
          harmful: {path: none.jsonl, judges: [{lexicon: none.txt}]}
        """
        .formatted(methods);
  }
}
