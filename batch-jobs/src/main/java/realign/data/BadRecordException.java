package realign.data;

/** A record that does not give a row; its message says why, without any of the record's text. */
final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRecordException(String reason) {
    super(reason, null, false, false);
  }

  /** Why. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
