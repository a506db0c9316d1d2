package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  /** RFC 8785, Appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void numbersAreThoseOfTheRfc(String bits, String text) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(CanonicalJson.write(DoubleNode.valueOf(value))).isEqualTo(text);
  }

  @Test
  void numbersReadBackAsTheSameBits() {
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = CanonicalJson.write(DoubleNode.valueOf(value));
        assertThat(Double.parseDouble(text)).isEqualTo(value);
      }
    }
  }

  /** RFC 8785, section 3.2.2 and 3.2.3. */
  @Test
  void documentsAreThoseOfTheRfc() {
    assertThat(
            canonical(
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    assertThat(
            canonical(
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,"
                    + "\"\\u0080\":6,\"\\u00f6\":7}"))
        .isEqualTo(
            "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,"
                + "\"\ufb33\":3}");
  }

  @Test
  void emptyDocuments() {
    assertThat(canonical("{ \"b\" : [ ], \"a\" : { } }")).isEqualTo("{\"a\":{},\"b\":[]}");
  }

  @Test
  void wholeNumbersAndEqualFractionsAreAlike() {
    assertThat(canonical("[2, 2.0, 2e0, -0.0]")).isEqualTo("[2,2,2,0]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9007199254740992", "-9007199254740992", "1e400", "123456789012345678901"})
  void refusesNumbersWithoutACanonicalForm(String number) {
    assertThatThrownBy(() -> canonical(number)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00x", "x\ud83dx"})
  void refusesHalfOfASurrogatePair(String text) {
    assertThatThrownBy(() -> CanonicalJson.write(TextNode.valueOf(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void digestsAreThoseOfSha256() {
    assertThat(Digest.of("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Digest.of(parsed("{ \"a\": 1.0 }"))).isEqualTo(Digest.of("{\"a\":1}"));
    assertThat(Digest.isDigest(Digest.of(""))).isTrue();
    assertThat(Digest.isDigest("abc")).isFalse();
  }

  private static String canonical(String json) {
    return CanonicalJson.write(parsed(json));
  }

  private static JsonNode parsed(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
