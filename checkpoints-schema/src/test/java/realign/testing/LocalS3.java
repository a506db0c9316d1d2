package realign.testing;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import realign.spec.S3Settings;
import realign.spec.S3Settings.Addressing;

/**
 * A server that speaks S3 over HTTP on a port of this machine, checks signatures, and honours
 * {@code If-None-Match: *}. Not for what must outlive it, unless it was given a folder.
 */
public final class LocalS3 implements AutoCloseable {
  public static final String ACCESS_KEY = "local-access-key";
  public static final String SECRET_KEY = "local-secret-key";
  public static final String REGION = "us-east-1";

  private final S3Proxy server;
  private final BlobStore objects;

  private LocalS3(BlobStore objects, int port) throws Exception {
    this.objects = objects;
    this.server =
        S3Proxy.builder()
            .blobStore(objects)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .ignoreUnknownHeaders(true)
            .build();
    server.start();
  }

  /** The one of this process, in memory; clients of this process get its credentials. */
  public static LocalS3 shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final LocalS3 SERVER = start();

    private static LocalS3 start() {
      System.setProperty("aws.accessKeyId", ACCESS_KEY);
      System.setProperty("aws.secretAccessKey", SECRET_KEY);
      try {
        return new LocalS3(new TransientNio2BlobStore(), 0);
      } catch (Exception e) {
        throw new IllegalStateException("no local S3", e);
      }
    }
  }

  /** One of its own, in memory, on a port of one's choice, or any with 0. */
  public static LocalS3 inMemory(int port) throws Exception {
    return new LocalS3(new TransientNio2BlobStore(), port);
  }

  /** One whose objects lie in a folder and outlive it. */
  public static LocalS3 in(Path folder, int port) throws Exception {
    Files.createDirectories(folder);
    return new LocalS3(new FilesystemNio2BlobStore(folder.toString()), port);
  }

  public int port() {
    return server.getPort();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  /** Address of a store in a bucket of its own, below a prefix. */
  public String newStore() {
    return "s3://" + newBucket() + "/a-prefix";
  }

  public String newBucket() {
    return newBucket("b-" + UUID.randomUUID());
  }

  public String newBucket(String name) {
    objects.createContainer(name);
    return name;
  }

  public S3Settings settings() {
    return settings(endpoint());
  }

  /** Settings of a client of this server by another address. */
  public static S3Settings settings(String endpoint) {
    S3Settings base = S3Settings.DEFAULT;
    return new S3Settings(
        REGION,
        endpoint,
        Addressing.PATH,
        base.encryption(),
        null,
        null,
        base.connectTimeout(),
        base.readTimeout(),
        base.totalTimeout(),
        base.attempts());
  }

  /** Variables with which a program finds this server and may use it. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
        "AWS_REGION", REGION,
        "AWS_ENDPOINT_URL_S3", endpoint());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("local S3 does not stop", e);
    }
  }

  /**
   * Serves until it is killed: {@code LocalS3 PORT [FOLDER [BUCKET]]}. Prints what a client has to
   * set, a line each.
   */
  public static void main(String[] arguments) throws Exception {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    LocalS3 server = arguments.length > 1 ? in(Path.of(arguments[1]), port) : inMemory(port);
    String bucket = arguments.length > 2 ? arguments[2] : "realign";
    if (!server.objects.containerExists(bucket)) {
      server.newBucket(bucket);
    }
    server.environment().forEach((name, value) -> System.out.println(name + "=" + value));
    System.out.println("REALIGN_STORE=s3://" + bucket);
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
