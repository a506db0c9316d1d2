package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void argumentsMayBeArraysMapsListsAndNumbers() {
    try (NDManager manager = Engine.newManager();
        Script script = Script.load(manager, "scripts/sound.py", Map.of("factor", "3."))) {
      NDArray x = manager.create(new float[] {1, 2});
      NDArray weight = manager.create(new float[] {5, 7});
      NDArray y = script.array(manager, "product", x, Map.of("weight", weight), List.of(x, x), 2L);
      assertThat(y.toFloatArray()).containsExactly(15 + 4, 42 + 8);
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
