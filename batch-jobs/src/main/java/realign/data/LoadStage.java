package realign.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.Draft;
import realign.log.Restored;
import realign.spec.InputContent;
import realign.spec.RunSpec;
import realign.spec.StageNames;
import realign.stage.Stage;
import realign.store.Payload;

/**
 * Reads and tokenises the data of a run: one item a file, in a fixed order. Needs the tokenizer,
 * not the model. Every item leaves an artefact; the last one also {@code load.json}.
 */
public final class LoadStage implements Stage<LoadInput> {
  /** Name of the stage, of its scope and of its state blob. */
  public static final String NAME = StageNames.LOAD;

  /** Name of the artefact that says what became of every file. */
  public static final String REPORT = "load.json";

  private static final Logger log = LoggerFactory.getLogger(LoadStage.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<List<LoadedInput>> REPORTS = new TypeReference<>() {};

  private final List<LoadInput> inputs;
  private final RunSpec spec;
  private final List<InputContent> contents;
  private final Supplier<TextCodec> codecs;
  private final RowReader reader;
  private final List<LoadedInput> done = new ArrayList<>();
  private final Map<String, Draft.Artefact> fresh = new HashMap<>();
  private @Nullable TextCodec codec;
  private @Nullable InputLoader loader;

  /**
   * @param spec with file names that this process can open
   * @param contents what the files held when the run began; a file that is not among them is not
   *     checked
   * @param codecs opens the model's tokenizer
   * @param reader reads the files
   */
  public LoadStage(
      RunSpec spec, List<InputContent> contents, Supplier<TextCodec> codecs, RowReader reader) {
    this.contents = List.copyOf(contents);
    this.inputs = LoadInput.of(spec);
    this.spec = spec;
    this.codecs = codecs;
    this.reader = reader;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void open(@Nullable Restored from) {
    done.clear();
    if (from != null && from.stage().equals(NAME)) {
      done.addAll(reports(from.state(NAME)));
    }
    TextCodec opened = codecs.get();
    codec = opened;
    loader = new InputLoader(reader, new Tokenisation(spec.text().maxLength(), opened));
  }

  @Override
  public long size() {
    return inputs.size();
  }

  @Override
  public long position() {
    return done.size();
  }

  @Override
  public @Nullable LoadInput read() {
    return done.size() < inputs.size() ? inputs.get(done.size()) : null;
  }

  @Override
  public void process(LoadInput input) {
    InputLoader.Loaded loaded = java.util.Objects.requireNonNull(loader, "open").load(input);
    refuseChanged(input, loaded.report().read());
    fresh.put(input.artefact(), new Draft.Artefact(loaded.payload(), input.restricted()));
    done.add(loaded.report());
    warn(loaded.report());
    if (done.size() == inputs.size()) {
      fresh.put(REPORT, new Draft.Artefact(payload(Map.of("inputs", done)), false));
    }
  }

  /** A file is a good unit to lose at most. */
  @Override
  public boolean wantsCommit() {
    return true;
  }

  @Override
  public Draft draft() {
    Draft draft =
        new Draft(
            NAME,
            position(),
            position() == size(),
            Map.of(NAME, payload(done)),
            fresh,
            Set.of(),
            List.of());
    fresh.clear();
    return draft;
  }

  @Override
  public String progress() {
    return done.isEmpty() ? "" : done.get(done.size() - 1).toString();
  }

  @Override
  public void close() {
    if (codec != null) {
      codec.close();
    }
  }

  private void refuseChanged(LoadInput input, ReadReport read) {
    boolean changed =
        !read.equals(ReadReport.UNREAD)
            && contents.stream()
                .filter(content -> content.setting().equals(input.pathSetting()))
                .anyMatch(content -> !content.digest().equals(read.sha256()));
    if (changed) {
      throw DataProblem.CHANGED.of(Path.of(input.data().path()), "another");
    }
  }

  private static void warn(LoadedInput loaded) {
    if (loaded.read().bad() > 0) {
      log.warn(
          "{}: {} bad records passed over; the first: {}",
          loaded.file(),
          loaded.read().bad(),
          loaded.read().firstBad().get(0));
    }
    if (loaded.unlabelled() > 0) {
      log.warn(
          "{}: {} rows left out, their prompts alone fill text.maxLength",
          loaded.file(),
          loaded.unlabelled());
    }
  }

  private static List<LoadedInput> reports(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    try {
      return JSON.readValue(copy, REPORTS);
    } catch (IOException e) {
      throw new UncheckedIOException("the load stage's own state", e);
    }
  }

  private static Payload payload(Object value) {
    try {
      return Payload.of(JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("reports are always JSON", e);
    }
  }
}
