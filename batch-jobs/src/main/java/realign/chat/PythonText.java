package realign.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What Python's texts can do and templates ask of them. Not all of it: the rest is refused. */
final class PythonText {
  /** White space to Python but not to Java. */
  private static final String MORE_SPACE = "\u0085\u00a0\u2007\u202f";

  private PythonText() {}

  /**
   * Calls a method of a text.
   *
   * @throws RefusedException for a method that is not known here
   */
  static Object call(String text, String method, List<Object> given) {
    List<String> words = given.stream().map(PythonText::word).toList();
    String first = words.isEmpty() ? null : words.get(0);
    return switch (method + "/" + words.size()) {
      case "strip/0", "strip/1" -> strip(text, first);
      case "lstrip/0", "lstrip/1" -> text.substring(from(text, set(first)));
      case "rstrip/0", "rstrip/1" -> text.substring(0, to(text, 0, set(first)));
      case "split/0" -> words(text);
      case "split/1" -> split(text, words.get(0));
      case "startswith/1" -> text.startsWith(words.get(0));
      case "endswith/1" -> text.endsWith(words.get(0));
      case "replace/2" -> text.replace(words.get(0), words.get(1));
      case "upper/0" -> text.toUpperCase(Locale.ROOT);
      case "lower/0" -> text.toLowerCase(Locale.ROOT);
      default ->
          throw new RefusedException(
              "calling " + method + " with " + words.size() + " arguments on a text");
    };
  }

  private static String word(@Nullable Object given) {
    if (given instanceof String text) {
      return text;
    }
    throw new RefusedException("giving a text's method something else than a text");
  }

  /** Without the characters of a set, or white space, at both ends. */
  static String strip(String text, @Nullable String characters) {
    IntPredicate set = set(characters);
    int from = from(text, set);
    return text.substring(from, to(text, from, set));
  }

  private static IntPredicate set(@Nullable String characters) {
    return characters == null
        ? c -> Character.isWhitespace(c) || MORE_SPACE.indexOf(c) >= 0
        : c -> characters.indexOf(c) >= 0;
  }

  private static int from(String text, IntPredicate set) {
    int from = 0;
    while (from < text.length() && set.test(text.charAt(from))) {
      from++;
    }
    return from;
  }

  private static int to(String text, int from, IntPredicate set) {
    int to = text.length();
    while (to > from && set.test(text.charAt(to - 1))) {
      to--;
    }
    return to;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[\\s" + MORE_SPACE + "]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static List<String> split(String text, String by) {
    if (by.isEmpty()) {
      throw new RefusedException("splitting a text by nothing");
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(by); at >= 0; at = text.indexOf(by, from)) {
      parts.add(text.substring(from, at));
      from = at + by.length();
    }
    parts.add(text.substring(from));
    return parts;
  }
}
