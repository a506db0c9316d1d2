package realign.spec;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SHA-256 by a native library that knows the processor's instructions for it. Java's own uses them
 * only where its optimising compiler runs, and is twelve times as slow without: see {@link
 * BatchJvm}. Empty on platforms that the library is not built for.
 */
final class NativeDigest {
  private static final Logger LOG = LoggerFactory.getLogger(NativeDigest.class);
  private static final @Nullable AmazonCorrettoCryptoProvider PROVIDER = load();

  private NativeDigest() {}

  private static @Nullable AmazonCorrettoCryptoProvider load() {
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      Throwable failure = provider.getLoadingError();
      if (failure == null) {
        return provider;
      }
      LOG.debug("digests are computed in Java", failure);
    } catch (LinkageError e) {
      LOG.debug("digests are computed in Java", e);
    }
    return null;
  }

  static Optional<MessageDigest> sha256() {
    if (PROVIDER == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageDigest.getInstance("SHA-256", PROVIDER));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the library was made for digests", e);
    }
  }
}
