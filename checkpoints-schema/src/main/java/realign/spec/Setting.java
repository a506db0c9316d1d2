package realign.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * All that is known about one setting. The reader, the check in the record's own constructor
 * ({@link realign.spec.binding.Settings#check}), the published JSON Schema, {@code plan} and the
 * reference table are all derived from it, so no rule on a single setting is written twice.
 *
 * <p>Beside what is said here: numbers are finite, whole numbers at most 2^53 - 1, durations
 * positive, texts a single line and not blank, and a list holds nothing twice.
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

  /** A valid value in the notation of a spec; needed where there is no default. */
  String example() default "";

  /** Smallest allowed number, of each element in a list. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Largest allowed number. */
  double max() default Double.POSITIVE_INFINITY;

  /** Every allowed number is greater than this. */
  double above() default Double.NEGATIVE_INFINITY;

  /** Every allowed number is smaller than this. */
  double below() default Double.POSITIVE_INFINITY;

  /** Regular expression of the whole text; the description says it in words. */
  String pattern() default "";

  /** Fewest elements of a list. */
  int minItems() default 1;

  /** Whether the text is the place of an input, whose content belongs to the run's identity. */
  Input input() default Input.NONE;

  /** What lies at the place that a setting names. */
  enum Input {
    NONE,
    /** A single file. */
    FILE,
    /** A model in Hugging Face form: config, tokenizer, safetensors as far as they are there. */
    MODEL
  }
}
