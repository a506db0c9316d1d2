package realign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import realign.spec.ExitCode;
import realign.spec.S3Settings;
import realign.spec.SpecReader;
import realign.store.StoreException.Kind;
import realign.testing.LocalS3;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A store in a server of this process, over HTTP. */
class S3StoreTest extends ObjectStoreConformance {
  private final LocalS3 server = LocalS3.shared();
  private final String address = server.newStore();

  @Override
  ObjectStore newStore() {
    return new S3Store(address, server.settings());
  }

  @Test
  void ofTwoWritersOfAVeryLargeObjectOneCreates() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      byte[][] contents = {new byte[(32 << 20) + 1], new byte[(32 << 20) + 2]};
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (byte[] content : contents) {
        outcomes.add(writers.submit(() -> store.putIfAbsent("v", Payload.of(content))));
      }
      int winner = outcomes.get(0).get() ? 0 : 1;
      assertThat(outcomes.get(1).get()).isEqualTo(winner == 1);
      assertThat(store.get("v").orElseThrow()).hasSize(contents[winner].length);
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void storesOfOneBucketDoNotSeeEachOther() {
    String bucket = "s3://" + server.newBucket();
    try (S3Store a = new S3Store(bucket + "/a", server.settings());
        S3Store ab = new S3Store(bucket + "/ab/", server.settings());
        S3Store whole = new S3Store(bucket, server.settings())) {
      a.put("b/x", bytes("a"));
      ab.put("x", bytes("ab"));
      assertThat(a.list("", "", 10)).containsExactly("b/x");
      assertThat(a.list("b", "", 10)).containsExactly("b/x");
      assertThat(ab.list("", "", 10)).containsExactly("x");
      assertThat(ab.get("b/x")).isEmpty();
      assertThat(whole.list("", "", 10)).containsExactly("a/b/x", "ab/x");
      assertThat(whole.list("a/", "", 10)).containsExactly("a/b/x");
      assertThat(ab.address()).isEqualTo(bucket + "/ab");
    }
  }

  @Test
  void aListIsLongerThanAPage() {
    List<String> keys =
        IntStream.range(0, 1100).mapToObj(i -> String.format(Locale.ROOT, "l/%04d", i)).toList();
    keys.parallelStream().forEach(key -> store.put(key, bytes("x")));
    assertThat(store.list("l/", "", 5000)).isEqualTo(keys);
    assertThat(store.list("l/", "l/0002", 1050)).isEqualTo(keys.subList(3, 1053));
  }

  @Test
  void whatOthersPutThereIsNoKey() {
    String bucket = "s3://" + server.newBucket();
    try (S3Store store = new S3Store(bucket + "/p", server.settings());
        S3Client other = client(LocalS3.SECRET_KEY, server.settings())) {
      String name = bucket.substring("s3://".length());
      List.of("p/", "p/a b", "p/.hidden", "p/z")
          .forEach(
              key -> other.putObject(r -> r.bucket(name).key(key), RequestBody.fromString("x")));
      store.put("k", bytes("x"));
      assertThat(store.list("", "", 2)).containsExactly("k", "z");
    }
  }

  @Test
  void anInterruptedThreadStillSaves() {
    Thread.currentThread().interrupt();
    store.put("a", bytes("x"));
    boolean created = store.putIfAbsent("large", Payload.of(new byte[S3Multipart.PART_SIZE + 1]));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(created).isTrue();
    assertThat(text("a")).isEqualTo("x");
  }

  @Test
  void aMissingBucketIsNoMissingObject() {
    try (S3Store lost = new S3Store("s3://no-such-bucket-here/p", server.settings())) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> lost.get("a"),
              () -> lost.getRange("a", 0, 1),
              () -> lost.open("a"),
              () -> lost.list("", "", 1),
              () -> lost.put("a", bytes("x")),
              () -> lost.putIfAbsent("a", bytes("x")),
              () -> ObjectStores.probe(lost))) {
        assertRefused(call, "RLN-424", ExitCode.NOT_FOUND, "no-such-bucket-here must exist");
      }
    }
  }

  @Test
  void wrongCredentialsAreToldAsSuch() {
    S3Location at = S3Location.of(address);
    try (S3Store wrong = new S3Store(at, server.settings(), client("other", server.settings()))) {
      ThrowingCallable put = () -> wrong.putIfAbsent("a", bytes("x"));
      assertRefused(put, "RLN-421", ExitCode.CREDENTIALS, "credentials must be ones");
      assertRefused(
          () -> wrong.get("a"), "RLN-421", ExitCode.CREDENTIALS, "credentials must be ones");
    }
  }

  @Test
  void missingCredentialsAreToldAsSuch() {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("Unable to load credentials from any of the providers");
        };
    S3Client client = new S3Clients(server.settings()).builder().credentialsProvider(none).build();
    try (S3Store without = new S3Store(S3Location.of(address), server.settings(), client)) {
      assertRefused(
          () -> without.putIfAbsent("a", bytes("x")),
          "RLN-420",
          ExitCode.CREDENTIALS,
          "AWS_ACCESS_KEY_ID");
    }
  }

  private static S3Client client(String secret, S3Settings settings) {
    return new S3Clients(settings)
        .builder()
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LocalS3.ACCESS_KEY, secret)))
        .build();
  }

  private static void assertRefused(ThrowingCallable call, String id, ExitCode exit, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.REFUSED);
              assertThat(e.id()).isEqualTo(id);
              assertThat(e.exitCode()).isEqualTo(exit);
            })
        .hasMessageContaining(words);
  }

  @Test
  void aHostThatIsNotThereMayComeBack() {
    S3Settings nowhere = LocalS3.settings("http://127.0.0.1:1");
    try (S3Store gone = new S3Store(address, nowhere)) {
      assertThatThrownBy(() -> gone.get("a"))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.BUSY);
                assertThat(e.exitCode()).isEqualTo(ExitCode.STORE_UNAVAILABLE);
              })
          .hasMessageContaining("nothing answers there; check s3.endpoint");
    }
    try (S3Store gone = new S3Store(address, LocalS3.settings("http://no-such-host.invalid"))) {
      assertThatThrownBy(() -> gone.get("a")).hasMessageContaining("the host must be known");
    }
  }

  @Test
  void theDefaultsAreThoseOfATargetThatSaysNothing() {
    assertThat(SpecReader.ofTarget().defaults().value().s3()).isEqualTo(S3Settings.DEFAULT);
  }

  @Test
  void encryptionAndKeyAreAskedFor() {
    S3Settings base = server.settings();
    S3Settings encrypted =
        new S3Settings(
            base.region(),
            base.endpoint(),
            base.addressing(),
            S3Settings.Encryption.AWS_KMS,
            "alias/realign",
            "123456789012",
            base.connectTimeout(),
            base.readTimeout(),
            base.totalTimeout(),
            base.attempts());
    S3Requests requests = new S3Requests(S3Location.of(address), encrypted);
    assertThat(requests.put("a", true, new S3Attempts()).serverSideEncryptionAsString())
        .isEqualTo("aws:kms");
    assertThat(requests.begin("a").ssekmsKeyId()).isEqualTo("alias/realign");
    assertThat(new S3Clients(encrypted).builder().overrideConfiguration().headers())
        .containsEntry("x-amz-expected-bucket-owner", List.of("123456789012"));
  }
}
