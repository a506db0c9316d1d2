package realign.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteScanTest {

  @ParameterizedTest
  @CsvSource({
    "F64, 7ff0000000000000, 7fefffffffffffff",
    "F64, fff8000000000001, ffefffffffffffff",
    "F32, 7f800000, 7f7fffff",
    "F32, ff800001, ff7fffff",
    "F16, 7c00, 7bff",
    "F16, fe01, fbff",
    "BF16, 7f80, 7f7f",
    "BF16, ffc1, ff7f"
  })
  void theFirstIsFoundAtEveryPlaceAmongTheLargestNumbers(String dtype, String bad, String largest) {
    int width = bad.length() / 2;
    for (int count = 1; count <= 19; count++) {
      for (int place = 0; place < count; place++) {
        ByteBuffer data = ByteBuffer.allocate(count * width).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
          put(data, width, Long.parseUnsignedLong(largest, 16));
        }
        assertThat(first(dtype, count, data)).isEmpty();
        data.position(place * width);
        put(data, width, Long.parseUnsignedLong(bad, 16));
        assertThat(first(dtype, count, data)).hasValue(place);
      }
    }
  }

  private static void put(ByteBuffer data, int width, long bits) {
    for (int i = 0; i < width; i++) {
      data.put((byte) (bits >>> (8 * i)));
    }
  }

  private static OptionalLong first(String dtype, int count, ByteBuffer data) {
    return new HostTensor(dtype, new long[] {count}, data.duplicate().clear()).firstNotFinite();
  }

  @Test
  void saysOfRandomBitsWhatTheLanguageSays() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 20_000; round++) {
      ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      int bad = -1;
      for (int i = 0; i < 3; i++) {
        // half of the exponents nearly full, else hardly any case would be infinite or NaN
        int bits = random.nextInt() | (random.nextBoolean() ? 0x7f000000 : 0);
        data.putInt(bits);
        bad = bad < 0 && !Float.isFinite(Float.intBitsToFloat(bits)) ? i : bad;
      }
      assertThat(first("F32", 3, data))
          .isEqualTo(bad < 0 ? OptionalLong.empty() : OptionalLong.of(bad));
    }
  }

  @Test
  void wholeNumbersAreFinite() {
    for (String dtype : new String[] {"I64", "I32", "I16", "I8", "U8", "BOOL"}) {
      ByteBuffer ones = ByteBuffer.allocate(8).putLong(-1).flip();
      int count = 8 / ElementType.valueOf(dtype).bytes();
      assertThat(first(dtype, count, ones)).as(dtype).isEmpty();
    }
  }
}
