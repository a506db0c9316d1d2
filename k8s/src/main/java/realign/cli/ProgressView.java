package realign.cli;

/** Shows a person how long work goes on. Not for the result of the work. */
interface ProgressView extends AutoCloseable {

  void stage(Event.StageBegins stage);

  void progress(Event.Progress progress);

  /** All items of the stage that began last are done; the child need not tell of the last one. */
  void finished();

  /** A line between two moments of progress. May be called from any thread. */
  void talk(String line);

  @Override
  void close();

  /** A bar for a person at a terminal, plain lines for a log. */
  static ProgressView of(Surroundings surroundings) {
    Terminal terminal = surroundings.terminal();
    return terminal.errIsTerminal()
        ? new TerminalProgress(terminal.err())
        : new PlainProgress(terminal.err(), surroundings.clock());
  }
}
