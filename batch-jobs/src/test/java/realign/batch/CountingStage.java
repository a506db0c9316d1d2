package realign.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import realign.log.Draft;
import realign.log.Restored;
import realign.spec.Digest;
import realign.stage.Stage;
import realign.store.Payload;

/**
 * A stage that only counts, yet whose every item depends on all before it: a digest over digests. A
 * lost, repeated or reordered item changes its state, its records and its artefact.
 */
final class CountingStage implements Stage<Long> {
  private final String name;
  private final long size;
  private final BooleanSupplier stop;
  private final List<String> records = new ArrayList<>();
  private String state = "";
  private long position;

  CountingStage(String name, long size, String seed, BooleanSupplier stop) {
    this.name = name;
    this.size = size;
    this.stop = stop;
    this.state = Digest.of(seed + "/" + name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open(@Nullable Restored from) {
    if (from == null) {
      return;
    }
    if (from.stage().equals(name)) {
      position = from.position();
      state = text(from.state("state"));
    } else {
      state = Digest.of(state + text(from.artefact(from.stage())));
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public @Nullable Long read() {
    return position == size ? null : position;
  }

  @Override
  public void process(Long item) {
    String next = Digest.of(state + item);
    if (stop.getAsBoolean()) {
      return;
    }
    state = next;
    position++;
    records.add("{\"step\":" + position + ",\"state\":\"" + state + "\"}");
  }

  @Override
  public Draft draft() {
    boolean done = position == size;
    Draft draft =
        new Draft(
            name,
            position,
            done,
            Map.of("state", payload()),
            done ? Map.of(name, new Draft.Artefact(payload(), false)) : Map.of(),
            Set.of(),
            List.of(new Draft.Append("steps", false, records)));
    records.clear();
    return draft;
  }

  private Payload payload() {
    return Payload.of(state.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  @Override
  public String progress() {
    return "state " + state.substring(0, 8);
  }

  @Override
  public void close() {}
}
