package realign.coordinator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import realign.render.ScheduleRules;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.spec.SpecReader;
import realign.spec.binding.Binder;
import realign.spec.binding.InputPlace;
import realign.store.ObjectStore;
import realign.store.Payload;

/**
 * What is run every night, as the store has it: {@code schedules/NAME/VERSION/}, created once. A
 * changed spec or timing is another version; which one is in force the cluster knows. Not for the
 * nights themselves: those are runs.
 */
public record Schedules(ObjectStore store) {
  private static final String PREFIX = "schedules/";
  private static final String JSON = ".json";
  private static final String SPEC = "spec.json";
  private static final String TIMING = "schedule.json";

  /** And the second in which a version took another's place once more. */
  private static final String AGAIN = "again-";

  /** Below a schedule: nights that gave way to another run of it, each by its run id. */
  private static final String SKIPPED = "skipped/";

  /** Of an hourly schedule those of eleven years. */
  private static final int MOST_SKIPPED = 100_000;

  private static final int MOST_AGAIN = 1000;
  private static final int VERSION_LENGTH = 12;
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{" + VERSION_LENGTH + "}");

  /**
   * A version of a schedule.
   *
   * @param published when it was published, the last time that another one had been in force
   */
  public record Published(String name, String version, Timing timing, Instant published) {}

  /**
   * A night that did nothing, since another run of its schedule was under way.
   *
   * @param night what would have been its run id
   * @param underWay run id of the other
   * @param time when it gave way
   */
  public record Skipped(String schedule, String night, String underWay, Instant time) {
    /** What happened to it, without its name. */
    public String words() {
      return "was skipped at "
          + time.truncatedTo(ChronoUnit.SECONDS)
          + ", since "
          + underWay
          + " of its schedule "
          + schedule
          + " was under way";
    }
  }

  /**
   * Where data of a schedule are uploaded to before it is published, below the store's address; all
   * versions share it, so name what is there after its digest.
   */
  public static String inputs(String name) {
    return PREFIX + name + "/inputs/";
  }

  /**
   * Publishes a spec; the same again finds the same version.
   *
   * @return the version
   * @throws ProblemException when an input is at a place that other machines do not see, or the
   *     name has the wrong form
   */
  public String publish(String name, RunSpec spec, Timing timing, Instant now) {
    ScheduleRules.requireName(name);
    requireRemote(spec);
    JsonNode tree = Binder.tree(spec);
    ObjectNode at =
        new ObjectMapper()
            .createObjectNode()
            .put("cron", timing.cron())
            .put("timeZone", timing.timeZone());
    ObjectNode whole = new ObjectMapper().createObjectNode();
    whole.set("spec", tree);
    whole.set("timing", at);
    Optional<Published> before = newest(name);
    String version = Digest.of((JsonNode) whole).substring(0, VERSION_LENGTH);
    boolean isNew =
        create(key(name, version, TIMING), at.deepCopy().put("published", now.toString()));
    boolean unused = create(key(name, version, SPEC), tree); // last: who finds it finds all
    if (!isNew && !before.map(Published::version).equals(Optional.of(version))) {
      comesBack(name, version, now);
    }
    return version;
  }

  private void comesBack(String name, String version, Instant now) {
    ObjectNode json = new ObjectMapper().createObjectNode().put("published", now.toString());
    boolean unused = create(key(name, version, AGAIN + now.getEpochSecond() + JSON), json);
  }

  /**
   * Notes that a night did nothing, since another run of the schedule was under way; the night has
   * no run.
   *
   * @param night what would have been its run id
   * @param other run id of the other
   */
  public boolean skip(String name, String night, String other, Instant now) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("night", night).put("underWay", other).put("time", now.toString());
    return create(PREFIX + name + "/" + SKIPPED + night + JSON, json);
  }

  /** What {@link #skip} noted of a night; empty for any other name of a run. */
  public Optional<Skipped> findSkipped(String night) {
    return Nights.scheduleOf(night)
        .flatMap(
            name ->
                store
                    .get(PREFIX + name + "/" + SKIPPED + night + JSON)
                    .flatMap(json -> skipped(name, night, json)));
  }

  private static Optional<Skipped> skipped(String name, String night, byte[] json) {
    try {
      JsonNode tree = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
      Instant time = Instant.parse(tree.path("time").asText());
      return Optional.of(new Skipped(name, night, tree.path("underWay").asText(), time));
    } catch (JsonProcessingException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Run ids of the nights that {@link #skip} noted. */
  public List<String> skipped(String name) {
    String prefix = PREFIX + name + "/" + SKIPPED;
    return store.list(prefix, "", MOST_SKIPPED).stream()
        .map(key -> key.substring(prefix.length()).replace(JSON, ""))
        .toList();
  }

  private boolean create(String key, JsonNode json) {
    byte[] text = json.toPrettyString().getBytes(StandardCharsets.UTF_8);
    return store.putIfAbsent(key, Payload.of(text));
  }

  /**
   * The spec of a version, with inputs that any machine can fetch.
   *
   * @throws ProblemException when there is none
   */
  public RunSpec spec(String name, String version) {
    String key = key(ScheduleRules.requireName(name), requireVersion(version), SPEC);
    byte[] json = store.get(key).orElseThrow(() -> missing(name + "/" + version));
    return SpecReader.ofRunSpec().text(key, new String(json, StandardCharsets.UTF_8)).value();
  }

  /** A version, or empty where it is missing or not readable. */
  public Optional<Published> find(String name, String version) {
    return store.get(key(name, version, TIMING)).flatMap(json -> read(name, version, json));
  }

  private Optional<Published> read(String name, String version, byte[] json) {
    try {
      JsonNode tree = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
      Timing timing = new Timing(tree.path("cron").asText(), tree.path("timeZone").asText());
      Instant published = Instant.parse(tree.path("published").asText());
      return Optional.of(new Published(name, version, timing, again(name, version, published)));
    } catch (JsonProcessingException | DateTimeParseException | ProblemException e) {
      return Optional.empty();
    }
  }

  /** A version that comes back counts from then on. */
  private Instant again(String name, String version, Instant first) {
    String prefix = key(name, version, AGAIN);
    return store.list(prefix, "", MOST_AGAIN).stream()
        .map(key -> key.substring(prefix.length()).replace(JSON, ""))
        .filter(seconds -> seconds.matches("[0-9]{1,12}"))
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
        .filter(first::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(first);
  }

  /** The version of each schedule that was published last; names in their order. */
  public List<Published> newest() {
    List<Published> newest = new ArrayList<>();
    for (String name : below(PREFIX)) {
      newest(name).ifPresent(newest::add);
    }
    return List.copyOf(newest);
  }

  private Optional<Published> newest(String name) {
    return below(PREFIX + name + "/").stream()
        .filter(version -> VERSION.matcher(version).matches())
        .flatMap(version -> find(name, version).stream())
        .max(Comparator.comparing(Published::published));
  }

  /** One short listing a name, however many objects are below it. */
  private List<String> below(String prefix) {
    List<String> names = new ArrayList<>();
    List<String> next = store.list(prefix, "", 1);
    while (!next.isEmpty()) {
      String rest = next.get(0).substring(prefix.length());
      String name = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
      names.add(name);
      next = store.list(prefix, prefix + name + "/~", 1);
    }
    return names;
  }

  private static String key(String name, String version, String file) {
    return PREFIX + name + "/" + version + "/" + file;
  }

  private static void requireRemote(RunSpec spec) {
    List<Problem> local =
        InputPlace.of(spec).stream()
            .filter(input -> !InputFetcher.isRemote(input.location()))
            .map(
                input ->
                    new Problem(
                        "RLN-791",
                        input.path(),
                        input.location(),
                        "must lie in s3:// for a schedule",
                        "Copy it there, and name that place"))
            .toList();
    if (!local.isEmpty()) {
      throw new ProblemException(ExitCode.INVALID, local);
    }
  }

  private static String requireVersion(String version) {
    if (!VERSION.matcher(version).matches()) {
      throw missing(version);
    }
    return version;
  }

  private static ProblemException missing(String what) {
    return new ProblemException(
        ExitCode.NOT_FOUND,
        new Problem(
            "RLN-795",
            "schedule",
            what,
            "must be NAME/VERSION of one that was published to this store",
            "Publish it: realign submit SPEC --schedule CRON"));
  }
}
