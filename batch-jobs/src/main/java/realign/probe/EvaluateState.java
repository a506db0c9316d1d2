package realign.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import realign.result.Point;
import realign.store.Payload;

/**
 * What an evaluation goes on from, beside its position. JSON prints and reads a double exactly.
 *
 * @param points what is measured; kept because measured adapters are dropped
 * @param tally sums of the section at hand
 */
record EvaluateState(List<Point> points, List<Double> tally) {
  private static final JsonMapper JSON = new JsonMapper();

  EvaluateState {
    points = List.copyOf(points);
    tally = List.copyOf(tally);
  }

  Payload toPayload() {
    try {
      return Payload.of(JSON.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("points and numbers are always JSON", e);
    }
  }

  static EvaluateState read(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    try {
      return JSON.readValue(copy, EvaluateState.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the evaluate stage's own state", e);
    }
  }
}
