package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Text of a number as ECMAScript prints it (RFC 8785, section 3.2.2.3): the fewest digits that read
 * back as the same double. Computed here and not by {@link Double#toString}, whose digits differ
 * between Java versions.
 */
final class CanonicalNumber {
  /** Beyond this a JSON number is not exact in every reader. */
  static final long LARGEST_EXACT = (1L << 53) - 1;

  private static final int MOST_DIGITS = 17;

  private CanonicalNumber() {}

  static String of(JsonNode number) {
    if (number.isIntegralNumber()) {
      if (!number.canConvertToLong() || Math.abs(number.longValue()) > LARGEST_EXACT) {
        throw new IllegalArgumentException("whole number beyond 2^53 - 1: " + number);
      }
      return Long.toString(number.longValue());
    }
    return of(number.doubleValue());
  }

  static String of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("number is not finite: " + value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int pointAt = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + layOut(digits, pointAt);
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /** Lays digits out with the decimal point after {@code pointAt} of them. */
  private static String layOut(String digits, int pointAt) {
    int count = digits.length();
    if (count <= pointAt && pointAt <= 21) {
      return digits + "0".repeat(pointAt - count);
    }
    if (0 < pointAt && pointAt <= 21) {
      return digits.substring(0, pointAt) + "." + digits.substring(pointAt);
    }
    if (-6 < pointAt && pointAt <= 0) {
      return "0." + "0".repeat(-pointAt) + digits;
    }
    int exponent = pointAt - 1;
    String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
