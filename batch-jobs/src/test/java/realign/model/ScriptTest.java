package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void gradientsFlowToArgumentsAndArgumentsMayBeLists() {
    try (NDManager manager = Engine.newManager();
        Script script = Script.load(manager, "scripts/sound.py", Map.of("factor", "3."))) {
      NDArray x = manager.create(new float[] {1, 2});
      NDArray weight = manager.create(new float[] {5, 7});
      weight.setName(Script.WEIGHT);
      weight.setRequiresGradient(true);
      try (GradientCollector recording = Engine.recording()) {
        NDArray y = script.call("product", true, List.of(x), List.of(weight));
        assertThat(y.toFloatArray()).containsExactly(15, 42);
        recording.backward(y.sum());
      }
      assertThat(weight.getGradient().toFloatArray()).containsExactly(3, 6);
    }
  }

  @Test
  void anUnknownOperationIsRefusedAtLoadWithItsLine() {
    try (NDManager manager = Engine.newManager()) {
      assertThatThrownBy(
              () -> Script.load(manager, "scripts/unknown_operation.py", Map.of()).close())
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("torch.no_such_operation(x)");
    }
  }

  @Test
  void aConstantWithoutValueIsRefused() {
    try (NDManager manager = Engine.newManager()) {
      assertThatThrownBy(() -> Script.load(manager, "scripts/sound.py", Map.of()).close())
          .hasMessageContaining("{{factor}}");
    }
  }
}
