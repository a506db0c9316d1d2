package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.spec.Kebab;

/** A span of time with its unit, positive and in whole milliseconds: {@code 500ms, 30s, 5m, 2h}. */
record TimeKind() implements Kind {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");

  /** Units, the largest first. */
  private enum Unit {
    D(86_400_000),
    H(3_600_000),
    M(60_000),
    S(1_000),
    MS(1);

    private final long millis;

    Unit(long millis) {
      this.millis = millis;
    }
  }

  @Override
  public @Nullable Object read(JsonNode node, Place place) {
    if (!node.isTextual() && !node.isNumber()) {
      return place.wrongType(node, "a " + words());
    }
    Matcher matcher = FORM.matcher(node.asText());
    if (!matcher.matches()) {
      return place.refuse(
          "RLN-107",
          node.isNumber() ? Place.text(node) : node.textValue(),
          "must be a positive whole number with a unit of time (ms, s, m, h, d)",
          place.hint());
    }
    Unit unit = Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
    return Duration.ofMillis(Long.parseLong(matcher.group(1)) * unit.millis);
  }

  @Override
  public boolean check(Object value, Place place) {
    Duration time = (Duration) value;
    boolean right =
        time.toMillis() > 0
            && Duration.ofMillis(time.toMillis()).equals(time)
            && FORM.matcher(text(time)).matches();
    if (!right) {
      place.refuse(
          "RLN-104", time.toString(), "must be a positive number of milliseconds", place.hint());
    }
    return right;
  }

  @Override
  public JsonNode write(Object value) {
    return JsonNodeFactory.instance.textNode(text((Duration) value));
  }

  /** In the largest unit of which it is a whole number. */
  private static String text(Duration time) {
    long millis = time.toMillis();
    return Arrays.stream(Unit.values())
        .filter(unit -> millis % unit.millis == 0)
        .findFirst()
        .map(unit -> millis / unit.millis + Kebab.of(unit))
        .orElseThrow();
  }

  @Override
  public ObjectNode schema() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "string")
        .put("pattern", "^(?:" + FORM.pattern() + ")$");
  }

  @Override
  public String words() {
    return "time with unit (ms, s, m, h, d)";
  }
}
