package realign.store;

import java.util.Locale;

/**
 * A moment of the commit protocol at which a test halts its process: the n-th time that it comes,
 * counted from 1. Written {@code before-entry:3}.
 */
public record HaltPoint(Moment moment, int nth) {

  /** Moments around the effects that the protocol orders. */
  public enum Moment {
    BEFORE_BLOB,
    AFTER_BLOB,
    BEFORE_ENTRY,
    AFTER_ENTRY,
    BEFORE_DELETE,
    AFTER_DELETE
  }

  public HaltPoint {
    if (nth < 1) {
      throw new IllegalArgumentException(
          "halt point " + moment + ":" + nth + ": must be 1 or more");
    }
  }

  /** Reads {@code before-entry:3}. */
  public static HaltPoint parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("halt point '" + text + "': must be MOMENT:N");
    }
    String moment = text.substring(0, colon).replace('-', '_').toUpperCase(Locale.ROOT);
    return new HaltPoint(Moment.valueOf(moment), Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return moment.name().toLowerCase(Locale.ROOT).replace('_', '-') + ":" + nth;
  }
}
