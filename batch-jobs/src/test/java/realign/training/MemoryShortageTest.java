package realign.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.model.MemoryNeed;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

class MemoryShortageTest {
  private static final MemoryNeed NEED =
      new MemoryNeed(1000L << 20, 100L << 20, 10L << 20, 4000L << 20, 500L << 20);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 4096 bytes. Error code 12 (Cannot allocate memory)|4096 bytes more",
        "CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 8 GiB|2.50 GiB more",
        "std::bad_alloc|std::bad_alloc",
      })
  void theEnginesWordsAreUnderstood(String message, String needed) {
    ProblemException problem = told(new EngineException(message));
    assertThat(problem.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(problem)
        .hasMessageContaining(needed)
        .hasMessageContaining("5610 MiB")
        .hasMessageContaining("available of")
        .hasMessageContaining("activationRecomputation: true")
        .hasMessageContaining("batchSize")
        .hasMessageContaining("text.maxLength")
        .hasMessageContaining("lora.rank")
        .hasMessageContaining("RLN-511");
  }

  @Test
  void javasOwnErrorsAreUnderstoodToo() {
    OutOfMemoryError error =
        new OutOfMemoryError("Cannot reserve 8192 bytes of direct buffer memory (allocated: 1)");
    assertThat(told(new IllegalStateException("wrapped", error)))
        .hasMessageContaining("8192 bytes more");
  }

  @Test
  void otherFailuresStayWhatTheyAre() {
    assertThat(MemoryShortage.of(new EngineException("mat1 and mat2 do not fit"), NEED)).isNull();
    IllegalStateException other = new IllegalStateException("other");
    assertThat(MemoryShortage.orElse(other, NEED)).isSameAs(other);
    assertThatThrownBy(() -> MemoryShortage.orElse(new StackOverflowError(), NEED))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void whatCanNeverFitIsRefused() {
    MachineMemory machine = new MachineMemory(5110L << 20, 4610L << 20);
    MemoryShortage.refuse("align", NEED, 500L << 20, machine);
    assertThat(MemoryShortage.warning("align", NEED, 500L << 20, machine)).isNull();
    assertThatThrownBy(() -> MemoryShortage.refuse("align", NEED, 501L << 20, machine))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("activations 4000")
        .hasMessageContaining("501 MiB already")
        .hasMessageContaining("4610 MiB available of 5110 MiB")
        .hasMessageContaining("RLN-510");
  }

  @Test
  void whatDoesNotFitNowIsWarnedOf() {
    MachineMemory machine = new MachineMemory(9000L << 20, 4609L << 20);
    MemoryShortage.refuse("align", NEED, 500L << 20, machine);
    assertThat(MemoryShortage.warning("align", NEED, 500L << 20, machine)).contains("RLN-510");
  }

  private static ProblemException told(Throwable failure) {
    return Objects.requireNonNull(MemoryShortage.of(failure, NEED));
  }
}
