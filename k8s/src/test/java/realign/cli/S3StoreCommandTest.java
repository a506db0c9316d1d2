package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.testing.LocalS3;

/** Commands on a store of S3: what a target says reaches it, and each failure has its exit code. */
class S3StoreCommandTest {
  private final LocalS3 server = LocalS3.shared();
  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void aTarget() {
    world = new TestWorld(folder);
    TinySpec.write(folder);
    target("target.yaml", server.newStore(), server.endpoint());
  }

  private void target(String name, String store, String endpoint) {
    TinySpec.file(
        folder.resolve(name),
        "store: %s\ns3: {region: us-east-1, endpoint: '%s', attempts: 1}\n"
            .formatted(store, endpoint));
  }

  @Test
  void aRunIsFoundAgainInItsBucket() {
    assertThat(world.realign("run", "tiny.yaml", "--run", "one", "--target", "target.yaml"))
        .as(world.err())
        .isZero();
    assertThat(world.child.lastCall()).contains("--target");
    assertThat(world.realign("status", "one", "--target", "target.yaml", "-o", "name")).isZero();
    assertThat(world.out()).startsWith("load\n");
    assertThat(world.realign("status", "two", "--target", "target.yaml")).isEqualTo(5);
    assertThat(world.err()).contains("must be in the store s3://");
  }

  @Test
  void whatCannotBeReachedSaysWhy() {
    target("no-bucket.yaml", "s3://no-such-bucket/x", server.endpoint());
    assertThat(world.realign("status", "one", "--target", "no-bucket.yaml")).isEqualTo(5);
    assertThat(world.err()).contains("no-such-bucket must exist").contains("[RLN-424]");

    target("nobody.yaml", "s3://some-bucket/x", "http://127.0.0.1:1");
    assertThat(world.realign("status", "one", "--target", "nobody.yaml")).isEqualTo(7);
    assertThat(world.err()).contains("nothing answers there").contains("[RLN-425]");
  }

  @Test
  void wrongCredentialsEndWithFour() {
    System.setProperty("aws.secretAccessKey", "another");
    try {
      assertThat(world.realign("status", "one", "--target", "target.yaml")).isEqualTo(4);
      assertThat(world.err()).contains("credentials must be ones").contains("[RLN-421]");
    } finally {
      System.setProperty("aws.secretAccessKey", LocalS3.SECRET_KEY);
    }
  }
}
