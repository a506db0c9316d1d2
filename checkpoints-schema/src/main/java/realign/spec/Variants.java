package realign.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * How the records of a sealed interface are told apart in a document. A record's name there is its
 * class name in lower kebab case.
 */
@Retention(RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(ElementType.TYPE)
public @interface Variants {
  /** The key that holds the name; empty: the name is itself a key of the document. */
  String key() default "";

  /** Names that are planned, so that their use gets a better answer than a typing error. */
  String[] later() default {};
}
