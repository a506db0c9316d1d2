package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import realign.spec.Target;

class CadenceTest {
  private final AtomicLong now = new AtomicLong();
  private final Cadence cadence =
      new Cadence(new Target.CheckpointPolicy(3, Duration.ofSeconds(10), 3, 0), now::get);

  @Test
  void isDueAfterSoManyItemsSinceTheLastCommit() {
    cadence.committed(4);
    assertThat(cadence.due(6)).isFalse();
    assertThat(cadence.due(7)).isTrue();
  }

  @Test
  void isDueAfterSoMuchTimeButNotWithoutANewItem() {
    cadence.committed(4);
    now.set(Duration.ofSeconds(10).toNanos());
    assertThat(cadence.due(4)).isFalse();
    assertThat(cadence.due(5)).isTrue();
    cadence.committed(5);
    assertThat(cadence.due(6)).isFalse();
    assertThat(cadence.age()).isZero();
  }
}
