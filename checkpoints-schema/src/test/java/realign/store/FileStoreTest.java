package realign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.store.StoreException.Kind;

class FileStoreTest extends ObjectStoreConformance {
  @TempDir Path folder = Path.of(".");

  @Override
  ObjectStore newStore() {
    return new FileStore(folder.resolve("store"));
  }

  private Path root() {
    return folder.resolve("store");
  }

  @Test
  void aStoreThatWasNeverWrittenHasNoFolder() {
    assertThat(store.list("", "", 10)).isEmpty();
    assertThat(store.get("a")).isEmpty();
    assertThat(root()).doesNotExist();
  }

  @Test
  void noDraftStays() throws IOException {
    store.put("a", bytes("x"));
    store.putIfAbsent("b", bytes("x"));
    store.putIfAbsent("b", bytes("y"));
    assertThat(drafts()).isZero();
  }

  @Test
  void aPayloadThatFailsLeavesNothing() throws IOException {
    assertThatThrownBy(() -> store.put("a", brokenPayload())).isInstanceOf(StoreException.class);
    assertThat(store.get("a")).isEmpty();
    assertThat(drafts()).isZero();
  }

  @Test
  void aPayloadOfAnotherLengthIsNotStored() {
    Payload lies =
        new Payload() {
          @Override
          public long size() {
            return 5;
          }

          @Override
          public InputStream open() {
            return InputStream.nullInputStream();
          }
        };
    assertThatThrownBy(() -> store.putIfAbsent("a", lies))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("0 bytes instead of 5");
    assertThat(store.get("a")).isEmpty();
  }

  private static Payload brokenPayload() {
    return new Payload() {
      @Override
      public long size() {
        return 5;
      }

      @Override
      public InputStream open() {
        return new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };
      }
    };
  }

  private long drafts() throws IOException {
    try (Stream<Path> drafts = Files.list(root().resolve(".drafts"))) {
      return drafts.count();
    }
  }

  @Test
  void draftsOfKilledProcessesGoAfterADay() throws IOException {
    store.put("a", bytes("x"));
    Path old = Files.createFile(root().resolve(".drafts/old"));
    Path fresh = Files.createFile(root().resolve(".drafts/fresh"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    newStore().close();
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  /** The first try linked the key, and nobody knows whether that lasts: neither may the second. */
  @Test
  void aKeyThatExistsIsToldOnceItsNameIsDurable() {
    store.put("a/b", bytes("x"));
    AtomicInteger failures = new AtomicInteger(2);
    ObjectStore flaky =
        new FileStore(
            new StoreFolder(root()) {
              @Override
              void syncNames(Path names) throws IOException {
                if (failures.getAndDecrement() > 0) {
                  throw new IOException("Input/output error");
                }
                super.syncNames(names);
              }
            });
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> flaky.putIfAbsent("a/c", bytes("x")))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN));
    }
    assertThat(flaky.putIfAbsent("a/c", bytes("x"))).isFalse();
  }

  @Test
  void aFullDiskIsToldWithAFix() {
    assertThatThrownBy(() -> store.put("a", brokenPayload()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessageContaining("no space left")
        .hasMessageContaining("free some");
  }

  @Test
  void aReadOnlyFolderIsToldWithAFix() throws IOException {
    Files.createDirectories(root());
    setPermissions("r-xr-xr-x");
    try {
      assumeFalse(Files.isWritable(root()), "this user may write everywhere");
      assertThatThrownBy(() -> store.put("a/b", bytes("x")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(root().toString())
          .hasMessageContaining("must be readable and writable")
          .hasMessageContaining("--store");
    } finally {
      setPermissions("rwxr-xr-x");
    }
  }

  @Test
  void aFolderThatMayNotBeReadIsNotEmpty() throws IOException {
    store.put("a/b", bytes("x"));
    setPermissions("---------");
    try {
      assumeFalse(Files.isReadable(root()), "this user may read everywhere");
      assertThatThrownBy(() -> store.get("a/b")).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.list("", "", 10)).isInstanceOf(StoreException.class);
    } finally {
      setPermissions("rwxr-xr-x");
    }
  }

  private void setPermissions(String permissions) throws IOException {
    Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString(permissions));
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    store.put("a", bytes("x"));
    Files.createSymbolicLink(root().resolve("way"), outside);
    Files.createSymbolicLink(root().resolve("file"), outside.resolve("secret"));
    assertThatThrownBy(() -> store.get("way/secret")).hasMessageContaining("no symbolic link");
    assertThatThrownBy(() -> store.get("file")).hasMessageContaining("no symbolic link");
    assertThatThrownBy(() -> store.put("way/new", bytes("x")))
        .hasMessageContaining("no symbolic link");
    assertThatThrownBy(() -> store.delete("way/secret")).hasMessageContaining("no symbolic link");
    assertThat(outside.resolve("new")).doesNotExist();
    assertThat(outside.resolve("secret")).exists();
    assertThat(store.list("", "", 10)).containsExactly("a");
  }

  @Test
  void theStoreItselfMayLieBehindALink() throws IOException {
    Path real = Files.createDirectories(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("linked"), real);
    ObjectStore linked = new FileStore(folder.resolve("linked"));
    linked.put("a/b", bytes("x"));
    assertThat(real.resolve("a/b")).hasContent("x");
  }

  @Test
  void anInterruptedThreadStillWritesTheWhole() {
    Thread.currentThread().interrupt();
    try {
      assertThat(store.putIfAbsent("a", bytes("x"))).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(text("a")).isEqualTo("x");
  }

  @Test
  void anInterruptedThreadStillReads() throws IOException {
    store.put("a", bytes("x"));
    Thread.currentThread().interrupt();
    try (InputStream in = store.open("a").orElseThrow()) {
      assertThat(in.readAllBytes()).asString().isEqualTo("x");
      assertThat(text("a")).isEqualTo("x");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
