package realign.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what Jinja takes and the library does not into a form that both take, so that nothing else
 * changes: {@code [::-1]} becomes a filter, values of keywords get brackets, blanks before a block
 * that begins a line go. Line breaks that the library drops before it has counted them are made up
 * for inside the next tag, where they mean nothing: so its messages name the right line.
 */
final class Dialect {
  private static final Pattern BACKWARDS = Pattern.compile("\\[::-1\\]");
  private static final String QUOTED = "'(?:\\\\.|[^'\\\\])*'|\"(?:\\\\.|[^\"\\\\])*\"";
  private static final Pattern TOKEN =
      Pattern.compile(QUOTED + "|\\w+\\s*=(?!=)|\\s+|.", Pattern.DOTALL);
  private static final Pattern CLOSE = Pattern.compile(QUOTED + "|[%}]\\}", Pattern.DOTALL);

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int uncounted;

  private Dialect(String source) {
    this.source = source;
  }

  static String of(String source) {
    Dialect dialect = new Dialect(source);
    while (dialect.at < source.length()) {
      dialect.text();
    }
    return dialect.out.toString();
  }

  /** Text up to the next tag, and that tag. */
  private void text() {
    int open = open(at);
    out.append(source, at, Math.max(at, lineStart(open)));
    at = open;
    if (open == source.length()) {
      return;
    }
    boolean note = source.charAt(open + 1) == '#';
    int close = note ? source.indexOf("#}", open + 2) : close(open + 2);
    if (close < 0) {
      close(source.length(), source.substring(open));
    } else if (note) {
      close(close + 2, source.substring(open, close + 2));
    } else {
      close(close + 2, tag(open, close));
    }
  }

  /** Blanks between the start of a line and a block do not count; the library drops too many. */
  private int lineStart(int open) {
    boolean block = !source.startsWith("{{", open) && !source.startsWith("{%+", open);
    int from = open;
    while (block && from > 0 && " \t".indexOf(source.charAt(from - 1)) >= 0) {
      from--;
    }
    return block && (from == 0 || source.charAt(from - 1) == '\n') ? from : open;
  }

  /** The library drops a line break behind a block or a comment without counting it. */
  private void close(int end, String text) {
    out.append(text);
    at = end;
    if (end < source.length() && source.charAt(end) == '\n' && !text.endsWith("}}")) {
      uncounted++;
    }
  }

  private int open(int from) {
    for (int i = from; i + 1 < source.length(); i++) {
      if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return source.length();
  }

  private int close(int from) {
    Matcher matcher = CLOSE.matcher(source).region(from, source.length());
    while (matcher.find()) {
      if (matcher.group().length() == 2 && matcher.group().endsWith("}")) {
        return matcher.start();
      }
    }
    return -1;
  }

  private String tag(int open, int close) {
    boolean signed = "-+".indexOf(source.charAt(open + 2)) >= 0;
    int from = open + (signed ? 3 : 2);
    String head = source.substring(open, from).replace("+", "") + "\n".repeat(uncounted);
    String inner = source.substring(from, close);
    uncounted = 0;
    String body = inner.strip().startsWith("macro") ? inner : keywords(inner);
    return head
        + BACKWARDS.matcher(body).replaceAll("|reverse")
        + source.substring(close, close + 2);
  }

  /** The library would take {@code f(a=b + c)} for {@code f((a=b) + c)}. */
  private String keywords(String inner) {
    StringBuilder text = new StringBuilder();
    Deque<Integer> values = new ArrayDeque<>();
    int depth = 0;
    char before = ' ';
    Matcher token = TOKEN.matcher(inner);
    while (token.find()) {
      String word = token.group();
      char first = word.charAt(0);
      boolean ends = first == ',' || first == ')';
      if (ends && !values.isEmpty() && values.peek() == depth) {
        values.pop();
        text.append(')');
      }
      depth += "([{".indexOf(first) >= 0 ? 1 : ")]}".indexOf(first) >= 0 ? -1 : 0;
      text.append(word);
      if (word.endsWith("=") && word.length() > 1 && (before == '(' || before == ',')) {
        values.push(depth);
        text.append('(');
      }
      before = word.isBlank() ? before : first;
      if (first == '\'' || first == '"') {
        uncounted += (int) word.chars().filter(c -> c == '\n').count();
      }
    }
    return text.toString();
  }
}
