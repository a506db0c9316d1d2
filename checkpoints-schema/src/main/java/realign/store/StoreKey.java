package realign.store;

import java.util.regex.Pattern;

/**
 * The rule for keys, checked before a key reaches any store: what is a name in one must not be a
 * path out of another.
 */
final class StoreKey {
  /** A part does not begin with a dot: that shuts out {@code .} and {@code ..} and hidden files. */
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private static final int LONGEST = 1024;
  private static final int LONGEST_PART = 255;

  private StoreKey() {}

  /** The key itself, if it is one. */
  static String check(String key) {
    if (key.length() > LONGEST) {
      throw refused(key.substring(0, 64) + "...", "at most " + LONGEST + " characters");
    }
    for (String part : key.split("/", -1)) {
      checkPart(key, part);
    }
    return key;
  }

  /** Whether it is a key; others put other things into a bucket. */
  static boolean isKey(String key) {
    try {
      check(key);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A prefix of keys: empty, or a key that may end with a slash or within a part. */
  static String checkPrefix(String prefix) {
    if (!prefix.isEmpty()) {
      check(prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }
    return prefix;
  }

  private static void checkPart(String key, String part) {
    if (!PART.matcher(part).matches()) {
      throw refused(
          key,
          "parts of letters, digits, '.', '_' and '-', none empty, none beginning with a dot,"
              + " joined by '/'");
    }
    if (part.length() > LONGEST_PART) {
      throw refused(key, "parts of at most " + LONGEST_PART + " characters");
    }
  }

  private static IllegalArgumentException refused(String key, String rule) {
    return new IllegalArgumentException("store key '" + key + "': must be " + rule);
  }
}
