package realign.spec;

import java.nio.file.Path;
import java.util.Optional;

/** Brings an input that lies elsewhere to this machine. */
public interface InputFetcher {

  /**
   * A local copy of what lies there now.
   *
   * @param location the place, such as {@code s3://bucket/key}
   * @param input what lies there
   * @throws ProblemException when it is not there, or may not be read
   */
  Path fetch(String location, Setting.Input input);

  /** Where {@link #fetch} puts it. */
  Path place(String location);

  /**
   * Digest of what lies there now, where that is known without fetching it.
   *
   * @throws ProblemException when it is not there, or may not be read
   */
  default Optional<String> digest(String location, Setting.Input input) {
    return Optional.empty();
  }

  /** Whether a location is one that is fetched. */
  static boolean isRemote(String location) {
    return location.startsWith("s3://");
  }
}
