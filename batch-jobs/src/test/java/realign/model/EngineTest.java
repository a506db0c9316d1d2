package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import realign.training.MemoryShortage;

class EngineTest {
  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "INT16", "UINT16", "UINT32", "UINT64"})
  void typesThatEndTheProcessAreRefused(DataType type) {
    assertThatThrownBy(() -> Engine.guarded(type)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Engine.guarded(DataType.FLOAT32)).isEqualTo(DataType.FLOAT32);
  }

  @Test
  void anotherThreadGivesTheSameBits() throws InterruptedException {
    double here = loss();
    AtomicReference<Double> there = new AtomicReference<>();
    Thread thread = new Thread(() -> there.set(loss()));
    thread.start();
    thread.join();
    assertThat(there.get()).isEqualTo(here);
    assertThat(Engine.threads()).isPositive();
    assertThat(Engine.version()).contains("pytorch 2.").contains("djl 0.");
  }

  /** A model by itself: every first call of its scripts included. */
  private static double loss() {
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0.2), 3);
      Models.fillB(model, 5);
      TokenBatch batch = Models.batch(1, 9, 5);
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        model.backward(batch, 1, null, new DropoutKey(i));
        sum += model.trainable().gradient(model.trainable().names().get(0)).norm().getFloat();
      }
      return sum;
    }
  }

  /** What the engine really says when there is no memory. */
  @Test
  void anAllocationThatFailsIsToldAsShortageOfMemory() {
    try (NDManager manager = Engine.newManager()) {
      Throwable failure = catchThrowable(() -> manager.zeros(new Shape(1L << 46)));
      assertThat(MemoryShortage.of(failure, null))
          .hasMessageContaining((1L << 48) + " bytes more")
          .hasMessageContaining("RLN-511");
    }
  }
}
