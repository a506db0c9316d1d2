package realign.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The inside of a tag with brackets where the library binds otherwise than Jinja: {@code f(a=b +
 * c)} is not {@code f((a=b) + c)}, and {@code not a == b} is not {@code (not a) == b}. {@code
 * [::-1]} becomes a filter.
 */
final class Expression {
  /** A text in quotes. */
  static final String QUOTED = "'(?:\\\\.|[^'\\\\])*'|\"(?:\\\\.|[^\"\\\\])*\"";

  private static final Pattern TOKEN =
      Pattern.compile(
          QUOTED + "|\\[::-1\\]|not\\s+in\\b|is\\s+not\\b|\\w+\\s*=(?!=)|\\w+|\\s+|.",
          Pattern.DOTALL);
  private static final Set<String> ENDS_NOT = Set.of("and", "or", "if", "else", ",");

  private final StringBuilder text = new StringBuilder();
  private final Deque<Bracket> open = new ArrayDeque<>();
  private int depth;
  private String before = "";

  /** A bracket that was put in at a depth. */
  private record Bracket(int depth, boolean ofKeyword) {}

  private Expression() {}

  static String of(String inner) {
    Expression expression = new Expression();
    Matcher token = TOKEN.matcher(inner);
    while (token.find()) {
      expression.add(token.group());
    }
    expression.closeAll();
    return expression.text.toString();
  }

  private void add(String token) {
    boolean up = "([{".contains(token);
    boolean down = ")]}".contains(token);
    while (!open.isEmpty() && ends(token, down)) {
      close();
    }
    depth += up ? 1 : down ? -1 : 0;
    text.append(token.equals("[::-1]") ? "|reverse" : token);
    boolean keyword = token.endsWith("=") && token.length() > 1 && "(,".contains(before);
    if (keyword || token.equals("not")) {
      text.append('(');
      open.push(new Bracket(depth, keyword));
    }
    before = token.isBlank() ? before : token;
  }

  private boolean ends(String token, boolean down) {
    Bracket bracket = open.element();
    boolean word = bracket.ofKeyword() ? token.equals(",") : ENDS_NOT.contains(token);
    return bracket.depth() == depth && (down || word);
  }

  /** White space stays outside. */
  private void close() {
    open.pop();
    int end = text.length();
    while (Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    text.insert(end, ')');
  }

  private void closeAll() {
    while (!open.isEmpty()) {
      close();
    }
  }
}
