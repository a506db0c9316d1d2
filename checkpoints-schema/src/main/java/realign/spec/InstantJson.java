package realign.spec;

import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import com.fasterxml.jackson.datatype.jsr310.ser.InstantSerializer;
import java.time.Instant;

/**
 * Instants as Jackson's module for {@code java.time} reads and writes them, without the twenty
 * other types that it makes ready, which a short command notices.
 */
public final class InstantJson {
  private InstantJson() {}

  /** The module. */
  public static SimpleModule module() {
    return new SimpleModule("instants")
        .addSerializer(InstantSerializer.INSTANCE)
        .addDeserializer(Instant.class, InstantDeserializer.INSTANT);
  }
}
