package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.access.AccessPolicy;
import realign.access.BucketPlace;
import realign.access.Role;

/** {@code realign policy}. */
class PolicyCommandTest {
  private static final String STORE = "s3://bucket/pre";
  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void world() {
    world = new TestWorld(folder);
  }

  @Test
  void printsWhatTheModelSaysAndNothingElse() throws Exception {
    BucketPlace place = BucketPlace.parse(STORE);
    for (Role role : Role.values()) {
      assertThat(world.realign("policy", Roles.name(role), "--store", STORE)).isZero();
      assertThat(printed()).isEqualTo(AccessPolicy.of(role, place, null, java.util.List.of()));
      assertThat(world.err()).isEmpty();
    }
    assertThat(world.realign("policy", "bucket", "--store", STORE)).isZero();
    assertThat(printed()).isEqualTo(AccessPolicy.ofBucket(place));
  }

  @Test
  void limitsToARunAndAddsInputs() throws Exception {
    world.realign(
        "policy", "runner", "--store", STORE, "--run", "one", "--input", "s3://models/base");
    assertThat(printed().toString())
        .contains("arn:aws:s3:::bucket/pre/runs/one/*/log/*")
        .contains("arn:aws:s3:::models/base/*")
        .doesNotContain("runs/*/");
  }

  @Test
  void theStoreMayComeFromTheEnvironmentAndTheFormMayBeYaml() {
    world.environment.put("REALIGN_STORE", STORE);
    assertThat(world.realign("policy", "runner", "-o", "yaml")).isZero();
    assertThat(world.out()).startsWith("Version: 2012-10-17\nStatement:\n- Sid: List\n");
  }

  @Test
  void wrongUseIsTold() {
    assertThat(world.realign("policy", "runer", "--store", STORE)).isEqualTo(2);
    assertThat(world.err()).contains("RLN-756").contains("Did you mean runner?");
    assertThat(world.realign("policy", "runner")).isEqualTo(2);
    assertThat(world.err()).contains("RLN-755").contains("s3://BUCKET/PREFIX");
    assertThat(world.realign("policy", "runner", "--store", STORE, "--run", "*")).isEqualTo(2);
  }

  private JsonNode printed() throws Exception {
    return new ObjectMapper().readTree(world.out());
  }
}
