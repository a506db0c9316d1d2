package realign.spec.binding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.Origin;
import realign.spec.Problem;
import realign.spec.Problems;

/**
 * What one reading of one document has found so far: problems, the origin of each value, and which
 * values are doubtful. A doubtful value is a stand-in for one that was refused; a rule over several
 * settings that reads it says nothing, since its verdict would be about the stand-in.
 */
final class Session {
  private final @Nullable Document document;
  private final Problems problems;
  private final Map<String, Origin.Source> sources = new LinkedHashMap<>();
  private final Set<String> doubtful = new HashSet<>();

  Session(@Nullable Document document, Problems problems) {
    this.document = document;
    this.problems = problems;
  }

  void report(Problem problem) {
    problems.add(document == null ? problem : problem.at(document.place(problem.path())));
  }

  void doubt(String path) {
    doubtful.add(path);
  }

  /** Reports problems of a rule over several settings, but for those that read a doubtful one. */
  void reportRule(Problem problem) {
    List<String> reads = new ArrayList<>(problem.related());
    reads.add(problem.path());
    if (reads.stream().noneMatch(this::isDoubtful)) {
      report(problem);
    }
  }

  private boolean isDoubtful(String path) {
    return doubtful.stream().anyMatch(d -> within(d, path) || within(path, d));
  }

  private static boolean within(String inner, String outer) {
    return inner.startsWith(outer)
        && (outer.isEmpty()
            || inner.length() == outer.length()
            || inner.charAt(outer.length()) == '.'
            || inner.charAt(outer.length()) == '[');
  }

  void given(String path) {
    if (document != null) {
      sources.put(path, document.source(path));
    }
  }

  void byDefault(String path) {
    sources.put(path, Origin.Source.DEFAULT);
  }

  /** The origin of each leaf by its path, in the order of the records. */
  Map<String, Origin.Source> sources() {
    return sources;
  }
}
