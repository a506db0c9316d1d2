package realign.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test of a property once for each seed from 1 to {@link #value()}, with a {@link Draw} to
 * draw its case from. Not for examples with known answers: those are plain tests.
 *
 * <p>The seeds are the same in every run, and the display name tells the seed (it is the number of
 * the invocation, too), so a failure can be repeated.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Cases.Seeds.class)
public @interface Cases {

  /** The number of cases. */
  int value();

  /** Gives the draws, made only when their turn has come. */
  final class Seeds extends AnnotationBasedArgumentsProvider<Cases> {
    @Override
    protected Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context, Cases cases) {
      return IntStream.rangeClosed(1, cases.value()).mapToObj(seed -> Arguments.of(new Draw(seed)));
    }
  }
}
