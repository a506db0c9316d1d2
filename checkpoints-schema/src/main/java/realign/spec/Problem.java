package realign.spec;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, as a person needs it: where, what the value is, which rule it breaks,
 * what to do, and an id to search for. Not an exception: problems are gathered in {@link Problems}
 * and thrown at once.
 *
 * <p>Ids are stable. RLN-1nn spec and inputs, 2nn data, 3nn model, 4nn store and log, 5nn training,
 * 6nn report and gate, 7nn command.
 *
 * @param id stable id such as {@code RLN-101}
 * @param path the setting, such as {@code align.lora.rank}, or the file or object; may be empty
 * @param value the offending value as text, or null where there is none
 * @param rule the rule that it breaks: {@code must be at least 1}
 * @param fix what to do: {@code Use 1 or more}
 * @param where the place in a document, such as {@code nightly.yaml:12}, or null
 * @param related paths of other settings that the rule reads
 */
public record Problem(
    String id,
    String path,
    @Nullable String value,
    String rule,
    String fix,
    @Nullable String where,
    List<String> related) {

  private static final Pattern ID = Pattern.compile("RLN-[1-9][0-9]{2}");
  private static final int LONGEST_VALUE = 200;
  private static final int LONGEST_TEXT = 1000;

  public Problem {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id must match " + ID + ", but is " + id);
    }
    path = printable(path, LONGEST_TEXT);
    value = value == null ? null : printable(value, LONGEST_VALUE);
    rule = printable(rule, LONGEST_TEXT);
    fix = printable(fix, LONGEST_TEXT);
    where = where == null ? null : printable(where, LONGEST_TEXT);
    related = List.copyOf(related);
  }

  /** A problem that concerns one setting or object alone. */
  public Problem(String id, String path, @Nullable String value, String rule, String fix) {
    this(id, path, value, rule, fix, null, List.of());
  }

  /** The same problem, told at a place in a document. */
  public Problem at(@Nullable String place) {
    return new Problem(id, path, value, rule, fix, place, related);
  }

  /** The same problem, whose rule also reads these settings. */
  public Problem readsAlso(String... paths) {
    return new Problem(id, path, value, rule, fix, where, List.of(paths));
  }

  /** The same problem of a part that lies at {@code parent}. */
  public Problem under(String parent) {
    return new Problem(
        id,
        join(parent, path),
        value,
        rule,
        fix,
        where,
        related.stream().map(r -> join(parent, r)).toList());
  }

  /** One line: {@code nightly.yaml:12: align.lora.rank must be at least 1, but is 0. ... [id]}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    if (where != null) {
      line.append(where).append(": ");
    }
    line.append(path).append(path.isEmpty() ? "" : " ").append(rule);
    if (value != null) {
      boolean seen = !value.isBlank() && value.equals(value.strip());
      line.append(", but is ").append(seen ? value : "\"" + value + "\"");
    }
    return line.append(". ").append(sentence(fix)).append(" [").append(id).append(']').toString();
  }

  private static String join(String parent, String path) {
    if (parent.isEmpty() || path.isEmpty()) {
      return parent + path;
    }
    return path.startsWith("[") ? parent + path : parent + "." + path;
  }

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }

  /** A hostile text must neither flood a terminal nor steer it. */
  private static String printable(String text, int longest) {
    String clean = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    return clean.length() <= longest ? clean : clean.substring(0, longest) + "...";
  }
}
