package realign.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report as data, {@code report.json}: the source of every other form of it. Described by
 * {@code realign/schema/report.schema.json}.
 *
 * @param schemaVersion {@link #VERSION}
 * @param run run id
 * @param verdict what the gate says; null when the spec has no gate
 * @param findings what was found
 * @param findingsDigest SHA-256 of the findings' canonical JSON
 * @param limits what this report does not show, in sentences
 * @param circumstances how it came about
 * @param provenance what it comes from
 */
public record ReportDocument(
    int schemaVersion,
    String run,
    @Nullable Verdict verdict,
    Findings findings,
    String findingsDigest,
    List<String> limits,
    Circumstances circumstances,
    ReportProvenance provenance) {

  /** Version of the form. */
  public static final int VERSION = 1;

  public ReportDocument {
    requireVersion(schemaVersion);
    limits = List.copyOf(limits);
  }

  private static void requireVersion(int version) {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion must be " + VERSION + ", but is " + version);
    }
  }

  /** The JSON text, the same bytes for the same document. */
  public String toJson() {
    return ResultJson.pretty(this);
  }

  /**
   * The verdict alone of a document, for those who look at many: nothing behind it is read. Null
   * when there is none.
   *
   * @param json UTF-8
   * @throws IllegalArgumentException when it is no document of this version
   */
  public static @Nullable Verdict verdict(byte[] json) {
    Integer version = ResultJson.field(json, "schemaVersion", Integer.class);
    requireVersion(version == null ? 0 : version);
    return ResultJson.field(json, "verdict", Verdict.class);
  }

  /** Reads a document; refuses unknown fields and other versions. */
  public static ReportDocument fromJson(String json) {
    return ResultJson.read(json, ReportDocument.class);
  }
}
