package realign.cli;

import java.util.List;

/** The scopes of a run in aligned columns. */
final class StatusTable {
  private StatusTable() {}

  static String narrow(List<StatusRow> rows) {
    Table table =
        new Table()
            .row("SCOPE", "STATE", "STAGE", "PROGRESS", "CHECKPOINT", "AGE", "ATTEMPTS", "HOLDER");
    for (StatusRow row : rows) {
      table.row(
          row.scope().name(),
          row.state(),
          row.stage(),
          row.progress(),
          row.checkpoint(),
          row.checkpointAge(),
          Long.toString(row.attempts()),
          row.holder());
    }
    return table.render();
  }

  static String wide(List<StatusRow> rows) {
    Table table =
        new Table()
            .row(
                "SCOPE",
                "ABOUT",
                "STATE",
                "STAGE",
                "PROGRESS",
                "LOSS",
                "CHECKPOINT",
                "AGE",
                "ATTEMPTS",
                "HOLDER",
                "WHO");
    for (StatusRow row : rows) {
      table.row(
          row.scope().name(),
          row.about(),
          row.state(),
          row.stage(),
          row.progress(),
          row.loss(),
          row.checkpoint(),
          row.checkpointAge(),
          Long.toString(row.attempts()),
          row.holder(),
          row.holderName());
    }
    return table.render();
  }
}
