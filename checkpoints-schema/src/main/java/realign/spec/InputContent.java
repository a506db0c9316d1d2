package realign.spec;

import realign.spec.binding.Settings;

/**
 * An input of a run and what it held when the run began.
 *
 * @param setting path of the setting that names it, such as {@code align.data.path}
 * @param digest digest of its content, see {@link ContentDigest}
 */
public record InputContent(
    @Setting(value = "the setting that names the input", example = "model.path") String setting,
    @Setting(
            value = "SHA-256 of its content",
            pattern = "[0-9a-f]{64}",
            example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        String digest) {

  public InputContent {
    Settings.check(InputContent.class, setting, digest);
  }
}
