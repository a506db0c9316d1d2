package realign.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.Draft;
import realign.log.Restored;
import realign.model.LanguageModel;
import realign.result.StepRecord;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.AlignSpec.Trained;
import realign.spec.AlignSpec.Weighting;
import realign.spec.ProblemException;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;
import realign.stage.CommittedDrafts;

class TrainingStageTest {
  private static final Artefacts ALIGNED = Artefacts.aligned(Trained.LORA);

  @TempDir Path folder;

  @Test
  void alignmentOffersItsAdapterOnTheLastStepAlone() {
    try (TrainingStage stage = opened(align(), ALIGNED, null)) {
      assertThat(stage.size()).isEqualTo(6);
      while (stage.position() < 6) {
        assertThat(stage.wantsCommit()).isFalse();
        step(stage);
      }
      assertThat(stage.wantsCommit()).isTrue();
      assertThat(stage.read()).isNull();
      Draft draft = stage.draft();
      assertThat(draft.stageDone()).isTrue();
      assertThat(draft.state()).isEmpty();
      assertThat(draft.artefacts()).containsOnlyKeys("adapter");
      assertThat(draft.artefacts().values()).noneMatch(Draft.Artefact::restricted);
      assertThat(stage.wantsCommit()).isFalse();
    }
  }

  @Test
  void adapterIsPeftSafetensors() {
    CommittedDrafts log = run(align(), ALIGNED);
    ByteBuffer adapter = log.newest().artefact("adapter");
    assertThat(Safetensors.metadata(adapter)).containsEntry("format", "pt");
    Map<String, HostTensor> tensors = Safetensors.read(adapter);
    assertThat(tensors)
        .hasSize(2 * 7 * 2)
        .containsKey("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight");
    assertThat(tensors.values()).allMatch(tensor -> tensor.dtype().equals("F32"));
  }

  /** All parameters trained: the loss falls, and the weights have Hugging Face names. */
  @Test
  void allParametersLearn() {
    CommittedDrafts log = new CommittedDrafts();
    try (TrainingStage stage = allParameters()) {
      stage.open(null);
      while (stage.position() < stage.size()) {
        step(stage);
      }
      log.commit(stage.draft());
    }
    assertThat(loss(log.records("steps").get(5)))
        .isLessThan(0.9 * loss(log.records("steps").get(0)));
    assertThat(Safetensors.read(log.newest().artefact("weights")))
        .containsKeys("model.embed_tokens.weight", "model.norm.weight", "lm_head.weight");
  }

  private TrainingStage allParameters() {
    return new TrainingStage(
        Tiny.recipe(new Sft()),
        Artefacts.aligned(Trained.ALL),
        new Randomness(42, 1),
        () -> Tiny.examples(10),
        () -> {
          LanguageModel model = Tiny.base(folder);
          model.trainAll();
          return model;
        },
        () -> false);
  }

  private static double loss(String line) {
    try {
      return new ObjectMapper().readValue(line, StepRecord.class).loss();
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void attackKeepsTheStepsThatAreMeasuredRestricted() {
    Recipe attack = Tiny.recipe(Recipe.ATTACK, new Sft(), Weighting.TOKENS);
    Artefacts artefacts = Artefacts.attacked(List.of(0, 2, 100));
    try (TrainingStage stage = opened(attack, artefacts, null)) {
      assertThat(stage.name()).isEqualTo("attack");
      List<String> wanted = new ArrayList<>();
      do {
        if (stage.wantsCommit()) {
          Draft draft = stage.draft();
          wanted.add(stage.position() + " " + draft.artefacts().keySet());
          assertThat(draft.artefacts().values()).allMatch(Draft.Artefact::restricted);
        }
        step(stage);
      } while (stage.position() < stage.size());
      wanted.add(stage.position() + " " + stage.draft().artefacts().keySet());
      assertThat(wanted).containsExactly("0 [adapter@0]", "2 [adapter@2]", "6 [adapter@6]");
    }
  }

  /** The draft of a measured step may be taken steps later and still holds that step's weights. */
  @Test
  void keptWeightsAreThoseOfTheirStep() {
    Recipe attack = Tiny.recipe(Recipe.ATTACK, new Sft(), Weighting.TOKENS);
    CommittedDrafts atOnce = new CommittedDrafts();
    CommittedDrafts late = new CommittedDrafts();
    try (TrainingStage stage = opened(attack, Artefacts.attacked(List.of(2)), null);
        TrainingStage other = opened(attack, Artefacts.attacked(List.of(2)), null)) {
      for (int i = 0; i < 4; i++) {
        step(stage);
        step(other);
        if (i == 1) {
          atOnce.commit(stage.draft());
        }
      }
      late.commit(other.draft());
    }
    assertThat(late.artefacts().get("adapter@2")).isEqualTo(atOnce.artefacts().get("adapter@2"));
  }

  @Test
  void recordsAreLinesOfTheStepsSinceTheLastDraft() {
    try (TrainingStage stage = opened(align(), ALIGNED, null)) {
      step(stage);
      step(stage);
      Draft.Append two = stage.draft().records().get(0);
      assertThat(two.stream()).isEqualTo("steps");
      assertThat(two.restricted()).isFalse();
      assertThat(two.lines()).hasSize(2);
      assertThat(two.lines().get(1)).startsWith("{\"step\":2,\"lr\":0.01,\"loss\":");
      assertThat(stage.draft().records().get(0).lines()).isEmpty();
      assertThat(stage.progress()).matches("loss \\d\\.\\d{3} lr 1\\.0e-2");
    }
  }

  @Test
  void finishedStageHasNoItemsAndOpensNoModel() {
    CommittedDrafts log = run(align(), ALIGNED);
    try (TrainingStage stage = closedModel()) {
      stage.open(log.newest());
      assertThat(stage.position()).isEqualTo(6);
      assertThat(stage.read()).isNull();
    }
  }

  @Test
  void commitOfALaterStageSaysThatItIsFinished() {
    CommittedDrafts log = run(align(), ALIGNED);
    log.commit(new Draft("evaluate", 3, false, Map.of(), Map.of(), Set.of(), List.of()));
    try (TrainingStage stage = closedModel()) {
      stage.open(log.newest());
      assertThat(stage.position()).isEqualTo(6);
    }
  }

  @Test
  void commitOfAnotherStageWithoutAllStepsIsRefused() {
    CommittedDrafts log = new CommittedDrafts();
    log.commit(new Draft("evaluate", 3, false, Map.of(), Map.of(), Set.of(), List.of()));
    try (TrainingStage stage = closedModel()) {
      assertThatThrownBy(() -> stage.open(log.newest()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("0 step records")
          .hasMessageContaining("must hold the 6 of stage align");
    }
  }

  /** Asked to stop in a step: it is given up, and done later it has the same bits. */
  @Test
  void stopGivesTheStepUpBeforeItsUpdate() {
    AtomicBoolean stop = new AtomicBoolean();
    CommittedDrafts log = new CommittedDrafts();
    try (TrainingStage stage = stage(align(), ALIGNED, stop::get)) {
      stage.open(null);
      step(stage);
      stop.set(true);
      step(stage);
      assertThat(stage.position()).isEqualTo(1);
      stop.set(false);
      while (stage.position() < stage.size()) {
        step(stage);
      }
      log.commit(stage.draft());
    }
    CommittedDrafts undisturbed = run(align(), ALIGNED);
    assertThat(log.records("steps")).isEqualTo(undisturbed.records("steps"));
    assertThat(log.artefacts().get("adapter")).isEqualTo(undisturbed.artefacts().get("adapter"));
  }

  @Test
  void itemsNeedAnOpenStage() {
    try (TrainingStage stage = closedModel()) {
      assertThatThrownBy(stage::size).isInstanceOf(IllegalStateException.class);
    }
  }

  private Recipe align() {
    return Tiny.recipe(new Vaccine(0.5));
  }

  private CommittedDrafts run(Recipe recipe, Artefacts artefacts) {
    try (TrainingStage stage = opened(recipe, artefacts, null)) {
      while (stage.position() < stage.size()) {
        step(stage);
      }
      return new CommittedDrafts().commit(stage.draft());
    }
  }

  private static void step(TrainingStage stage) {
    StepRows rows = stage.read();
    assertThat(rows).isNotNull();
    if (rows != null) {
      stage.process(rows);
    }
  }

  private TrainingStage opened(Recipe recipe, Artefacts artefacts, @Nullable Restored from) {
    TrainingStage stage = stage(recipe, artefacts, () -> false);
    stage.open(from);
    return stage;
  }

  private TrainingStage stage(Recipe recipe, Artefacts artefacts, BooleanSupplier stop) {
    return new TrainingStage(
        recipe,
        artefacts,
        new Randomness(42, 1),
        () -> Tiny.examples(10),
        () -> Tiny.model(folder, 0.1),
        stop);
  }

  private TrainingStage closedModel() {
    return new TrainingStage(
        align(),
        ALIGNED,
        new Randomness(42, 1),
        () -> Tiny.examples(10),
        () -> {
          throw new AssertionError("a finished stage needs no model");
        },
        () -> false);
  }
}
