package realign.spec;

import java.util.Locale;

/**
 * One value that a run works with, and where it comes from; what {@code plan} prints.
 *
 * @param path the setting, such as {@code align.methods[0].rho}
 * @param value the value as compact JSON; {@code none} for an optional setting that was left out
 * @param source where it comes from
 */
public record Origin(String path, String value, Source source) {

  /** The sources of a value; a later one wins over an earlier one. */
  public enum Kind {
    DEFAULT,
    SPEC,
    ENVIRONMENT,
    FLAG
  }

  /**
   * Where a value comes from.
   *
   * @param kind the kind of source
   * @param detail line of the document, name of the variable or flag; empty for a default
   */
  public record Source(Kind kind, String detail) {
    /** The default of the setting. */
    public static final Source DEFAULT = new Source(Kind.DEFAULT, "");

    /** An environment variable. */
    public static Source environment(String variable) {
      return new Source(Kind.ENVIRONMENT, variable);
    }

    /** A flag of the command. */
    public static Source flag(String name) {
      return new Source(Kind.FLAG, name);
    }

    @Override
    public String toString() {
      String name = kind.name().toLowerCase(Locale.ROOT);
      return detail.isEmpty() ? name : name + " " + detail;
    }
  }
}
