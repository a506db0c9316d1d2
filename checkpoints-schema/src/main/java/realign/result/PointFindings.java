package realign.result;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on one model at one moment. A component is null, or a map lacks the name, where
 * it was not measured; nothing is ever filled in.
 *
 * @param point when
 * @param harmful harmful score by the name of the judge
 * @param harmfulPlus HS+: harmful by the first judge, or incoherent
 * @param refusal refusals of harmful prompts
 * @param overRefusal refusals of allowed prompts
 * @param accuracy correct answers to the user's task
 * @param measures {@code alignment-loss} (clean) and the forms of drift, see {@link ProbeNames}
 */
public record PointFindings(
    Point point,
    Map<String, Score> harmful,
    @Nullable Score harmfulPlus,
    @Nullable Score refusal,
    @Nullable Score overRefusal,
    @Nullable Score accuracy,
    Map<String, Measure> measures) {

  public PointFindings {
    harmful = java.util.Collections.unmodifiableMap(new TreeMap<>(harmful));
    measures = java.util.Collections.unmodifiableMap(new TreeMap<>(measures));
  }

  /** The harmful score by a judge, or null when it did not look, or there is none. */
  public @Nullable Score harmfulBy(@Nullable String judge) {
    return judge == null ? null : harmful.get(judge);
  }

  /** A measure's value, or null. */
  public @Nullable Double measure(String name) {
    Measure measure = measures.get(name);
    return measure == null ? null : measure.value();
  }
}
