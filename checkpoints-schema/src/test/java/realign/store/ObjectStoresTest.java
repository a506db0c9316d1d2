package realign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.S3Settings;
import realign.store.StoreException.Kind;
import realign.testing.LocalS3;

class ObjectStoresTest {
  @Test
  void opensAFolder(@TempDir Path folder) {
    assertThat(ObjectStores.open("file:" + folder).address()).isEqualTo("file:" + folder);
    assertThat(ObjectStores.open("file://" + folder).address()).isEqualTo("file:" + folder);
    assertThat(ObjectStores.open("file:./x").address())
        .isEqualTo("file:" + Path.of("x").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:x", "file:./x", "file:/here/x", "file:///here/x", "file:y/../x"})
  void makesAnAddressAbsoluteAsItIsOpened(String address) {
    assertThat(ObjectStores.absolute(address, Path.of("/here"))).isEqualTo("file:/here/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "file://host/path", "ftp:x", "x", ""})
  void refusesOtherAddressesWithAFix(String address) {
    assertThatThrownBy(() -> ObjectStores.open(address))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessageContaining("RLN-400")
        .hasMessageContaining("file:./.realign");
    assertThatThrownBy(() -> ObjectStores.absolute(address, Path.of("/here")))
        .hasMessageContaining("RLN-400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/a/b", "s3://bucket/a/b/"})
  void opensABucket(String address) {
    S3Settings settings = LocalS3.settings("http://127.0.0.1:1");
    assertThat(ObjectStores.absolute(address, Path.of("/here"))).isEqualTo("s3://bucket/a/b");
    try (ObjectStore store = ObjectStores.open(address, settings)) {
      assertThat(store.address()).isEqualTo("s3://bucket/a/b");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:",
        "s3:bucket",
        "s3:/bucket",
        "s3://",
        "s3://Bucket/x",
        "s3://b",
        "s3:///x",
        "s3://bucket//x",
        "s3://bucket/../x",
        "s3://bucket/a b",
        "s3://name:secret@bucket/x",
        "s3://bucket/x?secret"
      })
  void refusesWhatIsNoBucketWithoutTellingSecrets(String address) {
    assertThatThrownBy(() -> ObjectStores.open(address))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("RLN-400")
        .hasMessageContaining("s3://BUCKET/PREFIX")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> ObjectStores.absolute(address, Path.of("/here")))
        .hasMessageContaining("RLN-400");
  }

  @Test
  void aStoreThatCreatesTwiceIsRefused() {
    ObjectStore forgetful =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public boolean putIfAbsent(String key, Payload payload) {
            put(key, payload);
            return true;
          }
        };
    assertThatThrownBy(() -> ObjectStores.probe(forgetful))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessageContaining("If-None-Match");
    assertThat(forgetful.list("", "", 10)).isEmpty();
  }

  @Test
  void aCleanUpThatFailsHidesNothing() {
    FaultyStore faulty = new FaultyStore(new MemoryStore());
    faulty.plan(1, FaultyStore.Call.DELETE, "probe/", FaultyStore.Fault.UNAVAILABLE);
    ObjectStores.probe(faulty);
    faulty.plan(1, FaultyStore.Call.PUT_IF_ABSENT, "probe/", FaultyStore.Fault.DISK_FULL);
    faulty.plan(1, FaultyStore.Call.DELETE, "probe/", FaultyStore.Fault.UNAVAILABLE);
    assertThatThrownBy(() -> ObjectStores.probe(faulty))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no space left");
  }

  @Test
  void haltPointsAreWrittenAsTheyAreRead() {
    assertThat(HaltPoint.parse("before-entry:3"))
        .isEqualTo(new HaltPoint(HaltPoint.Moment.BEFORE_ENTRY, 3))
        .hasToString("before-entry:3");
    assertThatThrownBy(() -> HaltPoint.parse("before-entry")).hasMessageContaining("MOMENT:N");
    assertThatThrownBy(() -> HaltPoint.parse("never:1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
