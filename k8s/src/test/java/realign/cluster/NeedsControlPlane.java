package realign.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that need an API server. Where there is none all of them are told as skipped; an assumption
 * before the first of a class would let them vanish from the counts.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsControlPlane.Condition.class)
public @interface NeedsControlPlane {
  /** Whether the tests break it, or look into its folder: then that of somebody else is none. */
  boolean own() default false;

  /** Looks for one without starting it. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      NeedsControlPlane needs =
          context.getRequiredTestClass().getAnnotation(NeedsControlPlane.class);
      String missing = ControlPlane.missing(needs != null && needs.own());
      return missing == null
          ? ConditionEvaluationResult.enabled("there is a control plane")
          : ConditionEvaluationResult.disabled(missing);
    }
  }
}
