package realign.benchmark;

/** Where a person is told what goes on. */
@FunctionalInterface
interface Progress {
  void say(String line);

  /** Standard error. */
  static Progress stderr() {
    return line -> System.err.println("benchmark: " + line);
  }
}
