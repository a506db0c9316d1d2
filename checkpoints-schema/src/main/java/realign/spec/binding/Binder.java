package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import realign.spec.ExitCode;
import realign.spec.Origin;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Problems;
import realign.spec.Reading;

/** Makes a record of a document, and a document of a record. */
public final class Binder {
  private Binder() {}

  /**
   * Parses a text: JSON where the name ends so, else YAML.
   *
   * @param problems told of what is wrong and yet can be read past, such as a key given twice
   * @throws ProblemException when it cannot be parsed at all
   */
  public static Document parse(String name, String text, Problems problems) {
    return name.toLowerCase(Locale.ROOT).endsWith(".json")
        ? JsonText.parse(name, text, problems)
        : YamlText.parse(name, text, problems);
  }

  /**
   * Makes the record, with the origin of every value.
   *
   * @param problems what was found before
   * @throws ProblemException with those and all that is wrong here
   */
  public static <T extends Record> Reading<T> bind(
      Document document, Class<T> type, Problems problems) {
    if (!(document.root() instanceof ObjectNode root)) {
      problems.add(
          new Problem(
              "RLN-103",
              document.name(),
              Place.text(document.root()),
              "must be a group of settings",
              "Write key: value lines"));
      throw new ProblemException(ExitCode.INVALID, problems.list());
    }
    Session session = new Session(document, problems);
    Object value = Shape.of(type).read(root, Place.root(session), Set.of());
    problems.throwIfAny(ExitCode.INVALID);
    T made = Objects.requireNonNull(type.cast(value), "a failed read without a problem");
    return new Reading<>(made, origins(tree(made), session.sources()));
  }

  /** The record as a document: every setting with its value, those that are null left out. */
  public static ObjectNode tree(Record record) {
    return Shape.of(record.getClass()).write(record);
  }

  private static List<Origin> origins(ObjectNode tree, Map<String, Origin.Source> sources) {
    return sources.entrySet().stream()
        .map(e -> new Origin(e.getKey(), valueAt(tree, e.getKey()), e.getValue()))
        .toList();
  }

  private static String valueAt(ObjectNode tree, String path) {
    JsonNode value = new SettingPath(path).in(tree);
    return value.isMissingNode() ? "none" : Place.text(value);
  }
}
