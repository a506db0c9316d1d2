package realign.store;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import realign.spec.S3Settings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A store below a prefix of a bucket, of AWS or of a service with the same interface that honours
 * {@code If-None-Match: *}. The SDK repeats what it can; after a lost answer its second request of
 * a {@link #putIfAbsent} finds the first one's object, so false may mean one's own: callers
 * compare.
 */
public final class S3Store implements ObjectStore {
  private static final int EXISTS = 412;
  private static final int BEYOND_END = 416;

  private final S3Location at;
  private final S3Client client;
  private final S3Requests requests;
  private final S3Multipart multipart;
  private final S3Problem problem;

  /**
   * A store of an address.
   *
   * @param address {@code s3://BUCKET/PREFIX}
   * @throws realign.spec.ProblemException when the address is none, or no region is known
   */
  public S3Store(String address, S3Settings settings) {
    this(S3Location.of(address), settings, new S3Clients(settings).open());
  }

  S3Store(S3Location at, S3Settings settings, S3Client client) {
    this.at = at;
    this.client = client;
    this.requests = new S3Requests(at, settings);
    this.multipart = new S3Multipart(client, requests);
    this.problem = new S3Problem(at);
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    return change(
        key,
        attempts -> {
          try {
            send(key, payload, true, attempts);
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == EXISTS) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public void put(String key, Payload payload) {
    change(
        key,
        attempts -> {
          send(key, payload, false, attempts);
          return true;
        });
  }

  private void send(String key, Payload payload, boolean ifAbsent, S3Attempts attempts) {
    if (payload.size() > S3Multipart.PART_SIZE) {
      multipart.send(key, payload, ifAbsent, attempts);
    } else {
      client.putObject(requests.put(key, ifAbsent, attempts), S3Requests.body(payload));
    }
  }

  @Override
  public void delete(String key) {
    change(key, attempts -> client.deleteObject(requests.delete(key, attempts)));
  }

  private <T> T change(String key, Function<S3Attempts, T> change) {
    S3Attempts attempts = new S3Attempts();
    return undisturbed(
        () -> {
          try {
            return change.apply(attempts);
          } catch (SdkException e) {
            throw problem.change(key, e, attempts);
          }
        });
  }

  @Override
  public Optional<byte[]> get(String key) {
    return read(key, () -> client.getObject(requests.get(key), S3Body::whole));
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "range " + offset + "+" + length + " of " + key + ": must not be negative");
    }
    return read(key, () -> range(key, offset, length));
  }

  private byte[] range(String key, long offset, int length) {
    try {
      byte[] bytes = client.getObject(requests.get(key, offset, length), S3Body::whole);
      return length == 0 ? new byte[0] : bytes;
    } catch (S3Exception e) {
      if (e.statusCode() == BEYOND_END) {
        return new byte[0];
      }
      throw e;
    }
  }

  @Override
  public Optional<InputStream> open(String key) {
    ResponseTransformer<GetObjectResponse, InputStream> body =
        ResponseTransformer.unmanaged(S3Body::new);
    return read(key, () -> client.getObject(requests.get(key), body));
  }

  /** A missing bucket must not look like a missing object: a log would begin anew. */
  private <T> Optional<T> read(String key, Supplier<T> read) {
    return undisturbed(
        () -> {
          try {
            return Optional.of(read.get());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          } catch (SdkException e) {
            throw problem.read(key, e);
          }
        });
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    StoreKey.checkPrefix(prefix);
    return undisturbed(
        () -> {
          try {
            return listed(requests.list(prefix, after, limit), limit);
          } catch (SdkException e) {
            throw problem.read(prefix + "*", e);
          }
        });
  }

  private List<String> listed(ListObjectsV2Request first, int limit) {
    List<String> keys = new ArrayList<>();
    if (limit < 1) {
      return keys;
    }
    for (ListObjectsV2Response page : client.listObjectsV2Paginator(first)) {
      for (S3Object object : page.contents()) {
        String key = object.key().substring(at.prefix().length());
        if (StoreKey.isKey(key)) {
          keys.add(key);
        }
        if (keys.size() == limit) {
          return List.copyOf(keys);
        }
      }
    }
    return List.copyOf(keys);
  }

  /** The SDK gives up in an interrupted thread; the last save before the end must not. */
  private static <T> T undisturbed(Supplier<T> effect) {
    boolean interrupted = Thread.interrupted();
    try {
      return effect.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String address() {
    return at.toString();
  }

  @Override
  public void close() {
    multipart.abortAll();
    client.close();
  }
}
