package realign.protocol;

/**
 * An entry of the log, with what the model needs of it.
 *
 * @param n its number
 * @param nonce its random name
 * @param owner the attempt that made it
 * @param claim number of the claim that it was made under
 * @param base number of the commit that it goes on from, or -1
 * @param position items that are done
 * @param blob key of the one blob that it names, or -1
 * @param kept set of commits that can be restored
 * @param dropped set of commits whose blobs may not all be deleted
 */
record Entry(
    Kind kind,
    int n,
    int nonce,
    int owner,
    int claim,
    int base,
    int position,
    int blob,
    int kept,
    int dropped) {

  enum Kind {
    CLAIM,
    COMMIT,
    RELEASE,
    DONE,
    PURGE
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Appends all of it that tells states apart. */
  void encode(StringBuilder to) {
    to.append((char) kind.compareTo(Kind.CLAIM)).append((char) nonce).append((char) (claim + 1));
    to.append((char) (base + 1)).append((char) (blob + 1)).append((char) kept);
    to.append((char) dropped).append((char) n);
  }

  @Override
  public String toString() {
    String who = kind + " " + n + " by " + World.name(owner);
    return is(Kind.COMMIT)
        ? who + " position " + position + " on " + base + " keeps " + set(kept)
        : who;
  }

  private static String set(int bits) {
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < 32; n++) {
      if ((bits >> n & 1) != 0) {
        text.append(text.isEmpty() ? "" : ",").append(n);
      }
    }
    return text.toString();
  }
}
