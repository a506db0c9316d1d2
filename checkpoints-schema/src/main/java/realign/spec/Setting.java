package realign.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a person needs to know about one setting. The reader, the published JSON Schema, {@code
 * plan} and the documentation are all derived from it; the rule itself is enforced by the compact
 * constructor of the record, so that a record made in code is as safe as one that was read.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** One sentence on what it decides, with its unit. */
  String value();

  /** The default in the notation of a spec; empty means that the setting is required. */
  String byDefault() default "";

  /** Whether it may be left out altogether (then the component is null). */
  boolean optional() default false;

  /** Smallest allowed number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Largest allowed number. */
  double max() default Double.POSITIVE_INFINITY;
}
