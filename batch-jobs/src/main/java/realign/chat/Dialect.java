package realign.chat;

import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what Jinja takes and the library does not, or takes for something else, into a form that
 * means the same to both. White space around tags is settled here, as Jinja does with {@code
 * trim_blocks} and {@code lstrip_blocks}; comments go. Line breaks that are dropped so are made up
 * for inside the next tag, where they mean nothing: messages name the right line.
 */
final class Dialect {
  private static final Pattern CLOSE =
      Pattern.compile(Expression.QUOTED + "|[%}]\\}", Pattern.DOTALL);

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int uncounted;

  private Dialect(String source) {
    this.source = source;
  }

  /** The template for the library. */
  static String of(String source) {
    Dialect dialect = new Dialect(source);
    while (dialect.at < source.length()) {
      dialect.textAndTag();
    }
    return dialect.out.toString();
  }

  private void textAndTag() {
    int open = open(at);
    int close = open == source.length() ? -1 : close(open);
    if (close < 0) {
      out.append(source, at, source.length()); // text, or a tag without an end: a failure later
      at = source.length();
      return;
    }
    out.append(source, at, textEnd(open));
    char kind = source.charAt(open + 1);
    boolean signed = "-+".indexOf(source.charAt(open + 2)) >= 0;
    boolean closesSigned = "-+".indexOf(source.charAt(close - 1)) >= 0;
    String inner = source.substring(open + (signed ? 3 : 2), close - (closesSigned ? 1 : 0));
    at = close + 2;
    if (kind == '#') {
      uncounted += breaks(inner);
    } else {
      tag(kind, inner, source.substring(close, at));
    }
    skipBehind(kind, source.charAt(close - 1));
  }

  /** Where the text before a tag ends: without white space as the tag's sign wants it. */
  private int textEnd(int open) {
    char sign = source.charAt(open + 2);
    if (sign == '-') {
      return dropBack(open);
    }
    int from = back(open, Dialect::blank);
    boolean first = from == 0 || source.charAt(from - 1) == '\n';
    boolean block = source.charAt(open + 1) != '{' && sign != '+';
    return block && first ? Math.max(at, from) : open;
  }

  private int dropBack(int open) {
    int from = Math.max(at, back(open, Character::isWhitespace));
    uncounted += breaks(source.substring(from, open));
    return from;
  }

  private static boolean blank(int c) {
    return c == ' ' || c == '\t';
  }

  private int back(int from, IntPredicate dropped) {
    int to = from;
    while (to > 0 && dropped.test(source.charAt(to - 1))) {
      to--;
    }
    return to;
  }

  private void skipBehind(char kind, char sign) {
    int from = at;
    while (sign == '-' && at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    boolean trimmed = kind != '{' && sign != '-' && sign != '+' && source.startsWith("\n", at);
    at += trimmed ? 1 : 0;
    uncounted += breaks(source.substring(from, at));
  }

  /** The library does not count line breaks in quotes. */
  private void tag(char kind, String inner, String end) {
    String body = inner.strip().startsWith("macro") ? inner : Expression.of(inner);
    out.append('{').append(kind).append("\n".repeat(uncounted)).append(body).append(end);
    Matcher quoted = Pattern.compile(Expression.QUOTED, Pattern.DOTALL).matcher(inner);
    uncounted = quoted.results().mapToInt(each -> breaks(each.group())).sum();
  }

  private static int breaks(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  private int open(int from) {
    for (int i = from; i + 2 < source.length(); i++) {
      if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return source.length();
  }

  /** Where a tag's closing mark is, quotes respected; -1 if there is none. */
  private int close(int open) {
    if (source.charAt(open + 1) == '#') {
      return source.indexOf("#}", open + 2);
    }
    Matcher matcher = CLOSE.matcher(source).region(open + 2, source.length());
    while (matcher.find()) {
      if (matcher.group().endsWith("}")) {
        return matcher.start();
      }
    }
    return -1;
  }
}
