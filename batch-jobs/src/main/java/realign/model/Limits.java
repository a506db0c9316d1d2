package realign.model;

/**
 * Refuses ids and lengths that a model does not have. The engine would read past its tables: memory
 * errors instead of messages.
 */
final class Limits {
  private Limits() {}

  /**
   * @throws realign.spec.ProblemException naming the row and its id or length
   */
  static void require(DecoderConfig config, TokenBatch batch) {
    for (int row = 0; row < batch.rows(); row++) {
      require(config, batch.ids()[row], row);
      for (int label : batch.labels()[row]) {
        if (label != TokenBatch.IGNORED && (label < 0 || label >= config.vocabulary())) {
          throw ModelProblem.UNKNOWN_ID.of("label in row " + row, label, config.vocabulary());
        }
      }
    }
  }

  /** The same of one row. */
  static void require(DecoderConfig config, int[] ids, int row) {
    if (ids.length > config.positions()) {
      throw ModelProblem.TOO_LONG.of("row " + row, ids.length, config.positions());
    }
    for (int id : ids) {
      if (id < 0 || id >= config.vocabulary()) {
        throw ModelProblem.UNKNOWN_ID.of("id in row " + row, id, config.vocabulary());
      }
    }
  }
}
