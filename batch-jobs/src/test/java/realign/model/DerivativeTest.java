package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.LoraSpec;

/**
 * Gradients against differences of the loss along them, for every kind of decoder: a derivative
 * that was written by hand is only as good as this test.
 */
@ParameterizedClass
@MethodSource("names")
class DerivativeTest {
  private static final DropoutKey KEY = new DropoutKey(5);

  /** Rows with padding inside attention, and longer than the windows. */
  private static final TokenBatch BATCH = Models.batch(1, 9, 14, 6);

  private final Architecture architecture;

  DerivativeTest(String name) {
    this.architecture = TinyFamilies.architecture(name);
  }

  static Iterable<String> names() {
    return TinyFamilies.names();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void atTheSites(double dropout) {
    try (LanguageModel model = model(dropout);
        SiteGradients gradients = model.sites(BATCH, KEY)) {
      double norm = gradients.tensors().norm();
      double slope = slope(h -> perturbed(model, gradients.tensors(), h / norm));
      assertThat(slope).isCloseTo(norm, within(0.005 * norm));
    }
  }

  private static double perturbed(LanguageModel model, SiteTensors direction, double h) {
    try (SiteTensors step = direction.scaled(h)) {
      return model.backward(BATCH, 1, step, KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void ofAnAdapter(double dropout) {
    try (LanguageModel model = model(dropout)) {
      assertSlopeAlongTheGradient(model, () -> model.backward(BATCH, 0, null, KEY));
    }
  }

  @Test
  void ofEveryParameter() {
    try (LanguageModel model = Models.random(architecture, 7)) {
      model.trainAll();
      assertSlopeAlongTheGradient(model, () -> model.loss(BATCH));
    }
  }

  /** The loss must rise by the gradient's norm for each unit along the gradient. */
  private static void assertSlopeAlongTheGradient(LanguageModel model, DoubleSupplier loss) {
    Parameters parameters = model.trainable();
    parameters.zeroGradients();
    model.backward(BATCH, 1, null, KEY);
    double squares =
        parameters.names().stream()
            .mapToDouble(name -> parameters.gradient(name).norm().getFloat())
            .map(norm -> norm * norm)
            .sum();
    double norm = Math.sqrt(squares);
    double slope =
        slope(
            h -> {
              move(parameters, h / norm);
              double there = loss.getAsDouble();
              move(parameters, -h / norm);
              return there;
            });
    assertThat(slope).isCloseTo(norm, within(0.005 * norm));
  }

  private static void move(Parameters parameters, double factor) {
    for (String name : parameters.names()) {
      parameters.update(name, (value, gradient) -> value.addi(gradient.mul(factor)));
    }
  }

  /** Central difference; f32 leaves four digits of it, and the third derivative takes one. */
  private static double slope(DoubleUnaryOperator loss) {
    double h = 0.001;
    return (loss.applyAsDouble(h) - loss.applyAsDouble(-h)) / (2 * h);
  }

  private LanguageModel model(double dropout) {
    LanguageModel model = Models.random(architecture, 7);
    List<String> targets = architecture.layout().projectionNames();
    model.attachAdapter(new LoraSpec(4, 8, dropout, targets), 3);
    Models.fillB(model, 5);
    return model;
  }
}
