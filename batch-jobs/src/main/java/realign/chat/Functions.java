package realign.chat;

/** What templates call beside Jinja's own; named as they name it, and called by reflection. */
@SuppressWarnings({"MemberName", "DoNotCallSuggester"})
public final class Functions {
  private Functions() {}

  /** How a template refuses a conversation. */
  public static String raise_exception(String message) {
    throw new RefusedException(message);
  }

  /** A prompt that holds today's date would make every night another run. */
  public static String strftime_now(String format) {
    throw new RefusedException("asking for today's date, which would not be the same tomorrow");
  }
}
