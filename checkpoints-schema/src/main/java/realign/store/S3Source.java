package realign.store;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import realign.spec.S3Settings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of a bucket that are only read. */
final class S3Source implements AutoCloseable {
  private static final int CHANGED = 412;

  private final String bucket;
  private final S3Client client;
  private final S3Problem problem;

  /** An object as it is now; a changed one has another tag. */
  record Found(String key, long size, String tag) {}

  S3Source(String bucket, S3Settings settings) {
    this.bucket = bucket;
    this.client = new S3Clients(settings).open();
    this.problem = new S3Problem(new S3Location(bucket, ""));
  }

  String bucket() {
    return bucket;
  }

  /** An object; looked for by a listing, whose answer tells a missing bucket from a missing key. */
  Optional<Found> find(String key) {
    return list(key, 1).stream().filter(found -> found.key().equals(key)).findFirst();
  }

  /** The objects right below a prefix that can be files. */
  List<Found> list(String prefix) {
    return list(prefix, Integer.MAX_VALUE);
  }

  private List<Found> list(String prefix, int most) {
    return read(
        prefix,
        () -> {
          List<Found> found = new ArrayList<>();
          for (S3Object object :
              client
                  .listObjectsV2Paginator(
                      r -> r.bucket(bucket).prefix(prefix).maxKeys(Math.min(most, 1000)))
                  .contents()) {
            if (found.size() == most) {
              break;
            }
            if (S3Place.isPath(object.key()) && !object.key().endsWith("/")) {
              found.add(new Found(object.key(), object.size(), object.eTag()));
            }
          }
          return found;
        });
  }

  /**
   * The bytes of an object from an offset on, of exactly that version.
   *
   * @return empty when it is no longer that version
   */
  Optional<InputStream> open(Found found, long offset) {
    ResponseTransformer<GetObjectResponse, InputStream> body =
        ResponseTransformer.unmanaged(S3Body::new);
    return read(
        found.key(),
        () -> {
          try {
            return Optional.of(
                client.getObject(
                    r ->
                        r.bucket(bucket)
                            .key(found.key())
                            .ifMatch(found.tag())
                            .range("bytes=" + offset + "-"),
                    body));
          } catch (S3Exception e) {
            if (e.statusCode() == CHANGED || e.statusCode() == 416) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private <T> T read(String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (SdkException e) {
      throw problem.read(key, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
