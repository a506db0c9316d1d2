package realign.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes hostile documents of valid ones: damaged bytes, and JSON whose values are extreme, of
 * another type, deep, doubled, unknown or missing.
 */
public final class Hostile {
  private static final Pattern VALUE =
      Pattern.compile(
          "\"(?:[^\"\\\\]++|\\\\.)*+\"(?!\\s*:)|-?\\d[\\d.eE+-]*|true|false|null|\\[\\]|\\{\\}");

  private static final Pattern FIELD = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"\\s*:");

  /** Some are valid at some places. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "1",
          "-1",
          "2",
          "0.5",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "1099511627776",
          "2147483648",
          "1e1000000000",
          "-1e-1000000000",
          "1E400",
          "9".repeat(900),
          "9".repeat(100_000),
          "\"\"",
          "\"x\"",
          "\"..\"",
          "\"../../../etc/passwd\"",
          "\"/etc/passwd\"",
          "\"a/../../b\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\u001b[2J\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "\"2026-01-01T00:00:00+18:00\"",
          "\"" + "y".repeat(200_000) + "\"",
          "\"" + "a".repeat(64) + "\"",
          "\"F32 [9223372036854775807, 9223372036854775807]\"",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "[0,0,0]",
          "[9223372036854775807]",
          "{\"a\":null}",
          "{\"a\":[null]}",
          "{\"@class\":\"java.lang.Runtime\"}",
          "[\"java.util.HashMap\",{}]",
          "[".repeat(1100) + "]".repeat(1100),
          "[".repeat(100_000),
          "{\"a\":".repeat(5000),
          "[" + "0,".repeat(50_000) + "0]");

  private final Draw draw;

  public Hostile(Draw draw) {
    this.draw = draw;
  }

  /** Changes a document once or a few times. */
  public byte[] change(byte[] valid, byte[] other) {
    byte[] changed = valid;
    for (int times = draw.below(3); times >= 0; times--) {
      changed = draw.below(3) == 0 ? damage(changed, other) : rewrite(changed);
    }
    return changed;
  }

  private byte[] damage(byte[] bytes, byte[] other) {
    return switch (bytes.length == 0 ? 3 : draw.below(4)) {
      case 0 -> flipped(bytes);
      case 1 -> Arrays.copyOf(bytes, draw.below(bytes.length));
      case 2 -> spliced(bytes, draw.below(bytes.length), other);
      default -> inserted(bytes);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[draw.below(bytes.length)] ^= (byte) (1 << draw.below(8));
    return flipped;
  }

  private byte[] spliced(byte[] bytes, int at, byte[] other) {
    byte[] spliced = Arrays.copyOf(bytes, Math.min(at + other.length, 1 << 20));
    System.arraycopy(other, 0, spliced, at, spliced.length - at);
    return spliced;
  }

  /** Bytes that are no UTF-8, or no JSON. */
  private byte[] inserted(byte[] bytes) {
    byte[] odd = {(byte) 0xc3, (byte) 0xff, (byte) 0xed, (byte) 0xa0, 0, '"', '{', '\\'};
    int at = draw.below(bytes.length + 1);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
    longer[at] = odd[draw.below(odd.length)];
    return longer;
  }

  private byte[] rewrite(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.length() > 1 << 20) {
      return bytes;
    }
    String rewritten =
        switch (draw.below(6)) {
          case 0 -> doubled(text);
          case 1 -> renamed(text);
          case 2 -> text + VALUES.get(draw.below(VALUES.size()));
          default -> otherValue(text);
        };
    return rewritten.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String otherValue(String text) {
    return replaced(text, VALUE, VALUES.get(draw.below(VALUES.size())));
  }

  private String renamed(String text) {
    return replaced(text, FIELD, draw.below(2) == 0 ? "\"surprise\":" : "\"../x\":");
  }

  private String doubled(String text) {
    MatchResult field = any(text, FIELD);
    return field == null
        ? text
        : text.substring(0, field.start()) + field.group() + "0," + text.substring(field.start());
  }

  private String replaced(String text, Pattern what, String by) {
    MatchResult found = any(text, what);
    return found == null
        ? text
        : text.substring(0, found.start()) + by + text.substring(found.end());
  }

  private @org.jspecify.annotations.Nullable MatchResult any(String text, Pattern what) {
    List<MatchResult> all = what.matcher(text).results().limit(2000).toList();
    return all.isEmpty() ? null : all.get(draw.below(all.size()));
  }
}
