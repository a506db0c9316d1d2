package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.spec.ModelSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;

class HardwareTest {

  @ParameterizedTest
  @CsvSource({
    "avx2, false, false",
    "avx2 avx512f, false, false",
    "avx512f avx512_bf16, true, true",
    "avx512f amx_bf16, true, false",
    "avx512f avx512_bf16 amx_bf16, true, false"
  })
  void bf16OnTheProcessor(String flags, boolean offered, boolean noted) {
    Hardware hardware = hardware(flags, new MadeUpGpu(false, 0));
    ModelSpec spec = spec(Compute.BF16, Device.CPU);
    if (offered) {
      assertThatCode(() -> hardware.require(spec)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> hardware.require(spec))
          .hasMessageContaining("RLN-331")
          .hasMessageContaining("without avx512_bf16 and amx_bf16")
          .hasMessageContaining("model.compute: f32");
    }
    assertThat(hardware.note(spec).isPresent()).isEqualTo(noted);
    assertThat(hardware.note(spec(Compute.F32, Device.CPU))).isEmpty();
    assertThatCode(() -> hardware.require(spec(Compute.F32, Device.CPU)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "false, 0, F32, RLN-332, PYTORCH_LIBRARY_PATH",
    "false, 90, F32, RLN-332, PYTORCH_FLAVOR=cu128",
    "true, 0, F32, RLN-333, nvidia-smi",
    "true, 75, BF16, RLN-331, compute capability 7.5"
  })
  void whatTheGpuLacks(boolean library, int capability, Compute compute, String id, String words) {
    Hardware hardware = hardware("avx512_bf16", new MadeUpGpu(library, capability));
    assertThatThrownBy(() -> hardware.require(spec(compute, Device.CUDA)))
        .hasMessageContaining(id)
        .hasMessageContaining(words);
  }

  @Test
  void gpuServesWhateverTheProcessorLacks() {
    Hardware hardware = hardware("avx2", new MadeUpGpu(true, 80));
    assertThatCode(() -> hardware.require(spec(Compute.BF16, Device.CUDA)))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> hardware(" ", new MadeUpGpu(true, 75)).require(spec(Compute.F32, Device.CUDA)))
        .doesNotThrowAnyException();
    assertThat(hardware.note(spec(Compute.BF16, Device.CUDA))).isEmpty();
    assertThat(hardware.name(Device.CUDA)).isEqualTo("cuda sm_80");
    assertThat(hardware.name(Device.CPU)).isEqualTo("cpu");
  }

  /** The library of the build is for the processor. */
  @Test
  void cudaIsRefusedHere() {
    assertThatThrownBy(() -> Hardware.here().require(spec(Compute.F32, Device.CUDA)))
        .hasMessageContaining("model.device")
        .hasMessageContaining("pytorch 2.");
  }

  @Test
  void flagsAreThoseOfLinux() {
    Processor processor =
        Processor.of(
            List.of("model name\t: P", "flags\t\t: fpu avx2 avx512f avx512_bf16", "bugs\t: a"));
    assertThat(processor.flags())
        .containsExactlyInAnyOrder("fpu", "avx2", "avx512f", "avx512_bf16");
    assertThat(processor.capability()).isEqualTo("AVX512 avx512_bf16");
    assertThat(Processor.of(List.of()).multipliesBf16()).isFalse();
    assertThat(Processor.here().capability()).isNotBlank();
  }

  private static ModelSpec spec(Compute compute, Device device) {
    return new ModelSpec("model", null, compute, device);
  }

  private static Hardware hardware(String flags, Gpu gpu) {
    Set<String> set = Arrays.stream(flags.split(" ")).collect(Collectors.toSet());
    return new Hardware(new Processor(set), gpu);
  }

  private record MadeUpGpu(boolean libraryKnowsCuda, int capability) implements Gpu {}
}
