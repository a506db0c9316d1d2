package realign.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.log.LogEntry.Maintenance.Action;
import realign.spec.Digest;

/** The examples of FORMAT.md: a scope that was killed once, finished and purged, and faults. */
final class FormatExamples {
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final EntryCodec CODEC = new EntryCodec();
  private static final Provenance PROVENANCE =
      new Provenance(
          Digest.of("spec"), "0.1.0", Map.of("djl", "0.36.0", "torch", "2.7.1"), "cpu", "AVX2", 2);

  private FormatExamples() {}

  /** An example that must be refused: of which entry, what is changed, what the message says. */
  record Fault(String example, String part, String instead, String says, boolean schemaRefuses) {}

  /** Entries by file name, in the order of the log. */
  static Map<String, byte[]> log() {
    Chain chain = new Chain();
    BlobRef adapter = blob("adapter", 0, false);
    RecordPart one = new RecordPart(blob("step 1\n", 0, false), 1, 1);
    RecordPart two = new RecordPart(blob("step 1\nstep 2\n", 0, false), 2, 2);
    Contents first = contents(blob("weights 1", 0, false), Map.of(), List.of(one));
    Contents second =
        contents(blob("weights 2", 0, false), Map.of("adapter", adapter), List.of(two));
    chain.add("claim", s -> new LogEntry.Claim(s, null, 1, null, holder("a", "job-1")));
    chain.add("commit", s -> commit(s, 0, null, 1, 1, false, first, List.of(1L), List.of(), null));
    chain.add(
        "commit", s -> commit(s, 0, 1L, 2, 2, true, second, List.of(1L, 2L), List.of(), null));
    chain.add("claim", s -> new LogEntry.Claim(s, 0L, 2, 2L, holder("b", null)));
    chain.add("release", s -> new LogEntry.Release(s, 3, 2L));
    chain.add("claim", s -> new LogEntry.Claim(s, 3L, 3, 2L, holder("c", null)));
    chain.add(
        "commit",
        s ->
            commit(
                s, 5, 2L, 3, 2, true, second.withoutState(), List.of(6L), List.of(1L, 2L), null));
    chain.add(
        "done",
        s ->
            new LogEntry.Done(
                s,
                5,
                6,
                Digest.of("all that it read"),
                Map.of("steps", Digest.of("step 1\nstep 2\n")),
                second.withoutState()));
    chain.add(
        "maintenance",
        s ->
            new LogEntry.Maintenance(
                s,
                null,
                Action.PURGE,
                List.of(6L),
                List.of("blobs/0/" + adapter.sha256()),
                "as the owner asked"));
    return chain.files;
  }

  /** A scope that begins with a copy, and is abandoned. */
  static Map<String, byte[]> abandoned() {
    Chain chain = new Chain();
    Contents copied = contents(blob("weights 1", 0, true), Map.of(), List.of());
    Origin from = new Origin("nightly-0", "align-000", 1);
    chain.add("claim", s -> new LogEntry.Claim(s, null, 1, null, holder("d", null)));
    chain.add("copy", s -> commit(s, 0, null, 1, 1, false, copied, List.of(1L), List.of(), from));
    chain.add(
        "abandon",
        s -> new LogEntry.Maintenance(s, 0L, Action.ABANDON, List.of(), List.of(), "wrong data"));
    return chain.files;
  }

  static Map<String, String> hints() {
    return Map.of(
        "head.json", "{\"n\":8}",
        "key-hint.json", "{\"n\":7,\"run\":\"nightly-1\",\"scope\":\"align-000\"}",
        "heartbeat.json",
            "{\"seq\":3,\"time\":\"2026-01-02T03:04:20.678Z\",\"stage\":\"align\",\"position\":2,"
                + "\"size\":2,\"loss\":0.5,\"committedPosition\":1}");
  }

  static Map<String, Fault> faults() {
    String nonce = "\"nonce\":\"entry-2\"";
    Map<String, Fault> faults = new LinkedHashMap<>();
    String second = "2-commit";
    String claim = "3-claim";
    faults.put("format-2", new Fault(second, "\"format\":1", "\"format\":2", "format 2", true));
    faults.put("no-format", new Fault(second, "\"format\":1,", "", "format null", true));
    faults.put(
        "unknown-kind", new Fault(second, "\"commit\"", "\"comit\"", "kind \"comit\"", true));
    faults.put(
        "unknown-field",
        new Fault(second, "\"position\":2", "\"extra\":0,\"position\":2", "extra", true));
    faults.put("missing-field", new Fault(second, "\"position\":2,", "", "position", true));
    faults.put(
        "number-as-text",
        new Fault(second, "\"position\":2", "\"position\":\"2\"", "not in canonical form", true));
    faults.put(
        "negative-position",
        new Fault(second, "\"position\":2", "\"position\":-2", "position -2", true));
    faults.put("another-number", new Fault(second, "\"n\":2", "\"n\":7", "kept", false));
    faults.put(
        "no-parent",
        new Fault(second, "\"parent\":\"", "\"parent\":null,\"was\":\"", "parent", true));
    faults.put("no-nonce", new Fault(second, nonce, "\"nonce\":null", "problem", true));
    faults.put("month-13", new Fault(second, "2026-01-", "2026-13-", "time", false));
    faults.put(
        "keeps-a-later-commit",
        new Fault(second, "\"kept\":[1,2]", "\"kept\":[2,5]", "must be before 2", false));
    faults.put(
        "does-not-keep-itself",
        new Fault(second, "\"kept\":[1,2]", "\"kept\":[1]", "impossible", false));
    faults.put(
        "keeps-twice",
        new Fault(second, "\"kept\":[1,2]", "\"kept\":[1,1,2]", "kept 1 after 1", true));
    faults.put(
        "pins-what-is-not-kept",
        new Fault(second, "\"pinned\":[]", "\"pinned\":[0]", "impossible", false));
    faults.put(
        "digest-is-none",
        new Fault(second, "\"sha256\":\"", "\"sha256\":\"../", "must be 64 hex digits", true));
    faults.put(
        "weight-is-no-power-of-two",
        new Fault(second, "\"weight\":2", "\"weight\":3", "power of two", true));
    faults.put(
        "follows-itself",
        new Fault(claim, "\"previous\":0", "\"previous\":3", "must be before 3", false));
    faults.put(
        "first-claim-twice",
        new Fault(claim, "\"ordinal\":2", "\"ordinal\":1", "only claim 1", false));
    faults.put(
        "holder-without-boot",
        new Fault(claim, "\"bootId\":\"boot-b\"", "\"bootId\":null", "problem", true));
    faults.put(
        "purges-outside",
        new Fault(
            "8-maintenance", "\"blobs/0/", "\"../blobs/0/", "must be PREFIX/CLAIM/SHA256", true));
    faults.put(
        "not-canonical",
        new Fault("4-release", "\"claim\":3", "\"claim\": 3", "not in canonical form", false));
    faults.put(
        "field-twice",
        new Fault("4-release", "\"claim\":3", "\"claim\":3,\"claim\":3", "Duplicate field", false));
    faults.put("half", new Fault("4-release", "\"}}", "\"}", "Unexpected end-of-input", false));
    return faults;
  }

  static byte[] faulty(Fault fault) {
    byte[] valid = log().get(fault.example() + ".json");
    String text = new String(valid, StandardCharsets.UTF_8);
    return text.replace(fault.part(), fault.instead()).getBytes(StandardCharsets.UTF_8);
  }

  private interface Entry {
    LogEntry of(LogEntry.Stamp stamp);
  }

  private static final class Chain {
    final Map<String, byte[]> files = new LinkedHashMap<>();
    private @Nullable String parent;

    void add(String kind, Entry entry) {
      int n = files.size();
      LogEntry.Stamp stamp =
          new LogEntry.Stamp(n, "entry-" + n, BEGIN.plusSeconds(60L * n), parent);
      byte[] bytes = CODEC.write(entry.of(stamp));
      parent = Digest.of(bytes);
      files.put(n + "-" + kind + ".json", bytes);
    }
  }

  private static Holder holder(String attempt, @Nullable String job) {
    return new Holder(
        attempt, job, job == null ? null : 0, "boot-" + attempt, "pid:[4026531836]", 7, "81234");
  }

  private static BlobRef blob(String content, long claim, boolean restricted) {
    Map<String, String> tensors =
        content.startsWith("w") ? Map.of("layers.0.lora_a", "F32 [8, 64]") : Map.of();
    return new BlobRef(Digest.of(content), content.length(), claim, restricted, tensors);
  }

  private static Contents contents(
      BlobRef weights, Map<String, BlobRef> artefacts, List<RecordPart> steps) {
    return new Contents(
        Map.of("weights", weights), artefacts, steps.isEmpty() ? Map.of() : Map.of("steps", steps));
  }

  private static LogEntry commit(
      LogEntry.Stamp stamp,
      long claim,
      @Nullable Long base,
      long ordinal,
      long position,
      boolean ended,
      Contents contents,
      List<Long> kept,
      List<Long> dropped,
      @Nullable Origin from) {
    return new LogEntry.Commit(
        stamp,
        claim,
        base,
        ordinal,
        "align",
        position,
        ended,
        ended ? List.of("align") : List.of(),
        contents,
        kept,
        List.of(),
        dropped,
        from,
        PROVENANCE);
  }
}
