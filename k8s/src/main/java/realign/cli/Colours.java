package realign.cli;

/** Colours for a person at a terminal; plain words for anybody else. */
record Colours(boolean on) {

  static Colours of(Surroundings surroundings, boolean noColour, boolean isTerminal) {
    return new Colours(isTerminal && !noColour && surroundings.variable("NO_COLOR") == null);
  }

  String bad(String text) {
    return painted("31;1", text);
  }

  String doubtful(String text) {
    return painted("33;1", text);
  }

  String good(String text) {
    return painted("32;1", text);
  }

  private String painted(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
