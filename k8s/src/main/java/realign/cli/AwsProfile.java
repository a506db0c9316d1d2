package realign.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/** What the files of AWS on this machine say that pods, which do not have them, must be told. */
final class AwsProfile {
  private AwsProfile() {}

  /** Region of the profile that is in use here, or null. */
  static @Nullable String region(Surroundings surroundings) {
    String named = surroundings.variable("AWS_CONFIG_FILE");
    String home = surroundings.variable("HOME");
    Path file = Path.of(named != null ? named : (home == null ? "" : home) + "/.aws/config");
    if (!Files.isRegularFile(surroundings.resolve(file))) {
      return null;
    }
    String profile = surroundings.variable("AWS_PROFILE");
    return ProfileFile.builder()
        .type(ProfileFile.Type.CONFIGURATION)
        .content(surroundings.resolve(file))
        .build()
        .profile(profile == null ? "default" : profile)
        .flatMap(found -> found.property(ProfileProperty.REGION))
        .orElse(null);
  }
}
