package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SHA-256, by whichever implementation. */
class DigestTest {
  @Test
  void itIsTheStandardsDigest() {
    assertThat(Digest.of("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, (1 << 20) + 1, 5_000_000})
  void bothImplementationsAgree(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    String expected = Digest.hex(Digest.sha256().digest(bytes));
    assertThat(Digest.of(bytes)).isEqualTo(expected);
    assertThat(Digest.of(ByteBuffer.wrap(bytes))).isEqualTo(expected);
    assertThat(Digest.of(new ByteArrayInputStream(bytes), size)).isEqualTo(expected);
    assertThat(Digest.of(new ByteArrayInputStream(bytes), 0)).isEqualTo(expected);
    NativeDigest.sha256()
        .ifPresent(digest -> assertThat(Digest.hex(digest.digest(bytes))).isEqualTo(expected));
  }
}
