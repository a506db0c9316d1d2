package realign.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import realign.spec.method.MethodSpec;

class MethodsTest {

  static Stream<Class<?>> specs() {
    return Arrays.stream(MethodSpec.class.getPermittedSubclasses());
  }

  /** A parameter record without its line in the registry is found here, not at night. */
  @ParameterizedTest
  @MethodSource("specs")
  void everySpecHasAMethod(Class<?> spec) throws ReflectiveOperationException {
    assertThat(Methods.of(example(spec))).isNotNull();
  }

  @Test
  void parametersArrive() {
    assertThat(Methods.of(new realign.spec.method.Vaccine(3))).isEqualTo(new Vaccine(3));
    assertThat(Methods.of(new realign.spec.method.AcceleratedVaccine(2, 7)))
        .isEqualTo(new AcceleratedVaccine(2, 7));
    assertThat(Methods.of(new realign.spec.method.Sft())).isInstanceOf(Sft.class);
  }

  private static MethodSpec example(Class<?> spec) throws ReflectiveOperationException {
    RecordComponent[] parts = spec.getRecordComponents();
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] ones =
        Arrays.stream(types).map(type -> type == int.class ? (Object) 1 : (Object) 1.0).toArray();
    return (MethodSpec) spec.getDeclaredConstructor(types).newInstance(ones);
  }
}
