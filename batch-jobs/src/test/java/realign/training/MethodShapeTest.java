package realign.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.data.ExampleSet;
import realign.log.Draft;
import realign.method.Method;
import realign.method.Methods;
import realign.method.StepLosses;
import realign.method.TrainingContext;
import realign.model.Engine;
import realign.model.LanguageModel;
import realign.model.TokenBatch;
import realign.safetensors.HostTensor;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;
import realign.stage.CommittedDrafts;

/** What methods beyond the first three need of the loop: state, terms, frozen layers, edits. */
class MethodShapeTest {
  private static final ExampleSet ROWS = Tiny.examples(8);
  private static final List<TokenBatch> BATCHES =
      List.of(Tiny.batch(ROWS, 0, 4), Tiny.batch(ROWS, 4, 8));

  @TempDir Path folder;
  private final List<Training> open = new ArrayList<>();

  @BeforeEach
  void enter() {
    Engine.enterThread();
  }

  @AfterEach
  void close() {
    open.forEach(Training::close);
  }

  @Test
  void termWithStateGoesOnWithTheSameBits() {
    Training whole = training(proximal());
    Training first = training(proximal());
    Training second = training(proximal());
    for (int step = 1; step <= 3; step++) {
      whole.loop().step(step, BATCHES);
      first.loop().step(step, BATCHES);
    }
    handOver(first, second);
    for (int step = 4; step <= 6; step++) {
      assertThat(second.loop().step(step, BATCHES)).isEqualTo(whole.loop().step(step, BATCHES));
    }
    assertSameWeights(second, whole);
    assertThat(second.checkpoint().method().state().keySet())
        .isEqualTo(whole.checkpoint().method().state().keySet());
  }

  @Test
  void termChangesTheGradient() {
    Training plain = training(Methods.of(new Vaccine(0.5)));
    Training pulled = training(proximal());
    for (int step = 1; step <= 3; step++) {
      plain.loop().step(step, BATCHES);
      pulled.loop().step(step, BATCHES);
    }
    assertThat(pulled.loop().step(4, BATCHES).gradNorm())
        .isNotEqualTo(plain.loop().step(4, BATCHES).gradNorm());
  }

  /**
   * T-Vaccine: a layer that is frozen is neither moved nor decayed nor counted nor clipped with.
   */
  @Test
  void frozenLayersStayAsTheyAre() {
    Training training = training(new FreezingMethod("layers.0.self_attn"));
    Map<String, HostTensor> before = training.weights();
    training.loop().step(1, BATCHES);
    training.loop().step(2, BATCHES);
    training
        .weights()
        .forEach(
            (name, tensor) -> {
              boolean frozen = name.contains("layers.0.self_attn");
              float[] start = HostValues.of(before, name);
              assertThat(Arrays.equals(HostValues.of(tensor), start)).as(name).isEqualTo(frozen);
              assertThat(training.optimiser().steps().get(name))
                  .as(name)
                  .isEqualTo(frozen ? 0L : 2L);
            });
  }

  @Test
  void finishedModelMayBeEdited() {
    Training training =
        training(
            new Method() {
              @Override
              public StepLosses step(TrainingContext context) {
                return Methods.of(new Sft()).step(context);
              }

              @Override
              public void finish(LanguageModel model) {
                model
                    .trainable()
                    .names()
                    .forEach(name -> model.trainable().update(name, (v, g) -> v.muli(2)));
              }
            });
    Map<String, HostTensor> before = training.weights();
    training.finish();
    before.forEach(
        (name, tensor) -> {
          float[] doubled = HostValues.of(tensor);
          for (int i = 0; i < doubled.length; i++) {
            doubled[i] *= 2;
          }
          assertThat(HostValues.of(training.weights(), name)).isEqualTo(doubled);
        });
  }

  private static Method proximal() {
    return new ProximalMethod(Methods.of(new Vaccine(0.5)), 5);
  }

  private static void handOver(Training from, Training to) {
    CommittedDrafts log = new CommittedDrafts();
    log.commit(
        new Draft(
            "align",
            3,
            false,
            from.checkpoint().save(from.weights()),
            Map.of(),
            Set.of(),
            List.of()));
    to.checkpoint().restore(log.newest());
  }

  private static void assertSameWeights(Training actual, Training expected) {
    Map<String, HostTensor> weights = expected.weights();
    weights.forEach(
        (name, tensor) ->
            assertThat(HostValues.of(actual.weights(), name))
                .as(name)
                .isEqualTo(HostValues.of(tensor)));
  }

  private Training training(Method method) {
    Recipe recipe = Tiny.recipe(new Sft());
    LanguageModel model = Tiny.model(folder, 0.1);
    Training training = new Training(recipe, method, new Randomness(1, 1), 6, model, () -> false);
    open.add(training);
    return training;
  }

  private record FreezingMethod(String part) implements Method {
    @Override
    public StepLosses step(TrainingContext context) {
      context.freeze(
          context.parameters().names().stream().filter(name -> name.contains(part)).toList());
      return Methods.of(new Sft()).step(context);
    }
  }
}
