package realign.result;

import java.util.Map;
import realign.spec.RunSpec;

/** Findings from the records of a run; a pure function. */
public final class FindingsBuilder {
  private FindingsBuilder() {}

  /** The findings of a run; scopes that have no records are reported as defects. */
  public static Findings build(RunSpec spec, Map<String, ScopeRecords> records) {
    throw new UnsupportedOperationException();
  }
}
