package realign.coordinator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import realign.spec.ContentDigest;
import realign.spec.Digest;
import realign.spec.InputFetcher;
import realign.spec.ResolvedSpec;
import realign.spec.Setting;
import realign.spec.binding.InputPlace;
import realign.store.FetchedInputs;
import realign.store.ObjectStore;
import realign.store.Payload;

/**
 * Inputs of a schedule, whose digests the store keeps by what S3 says of them: what did not change
 * since it was submitted is not fetched by a night's coordinator. {@code
 * schedules/NAME/digests/VERSION}, each created once. Not for trusting them: who computes with an
 * input digests it anyway.
 *
 * @param schedule name of the schedule
 */
public record ScheduleInputs(ObjectStore store, String schedule, FetchedInputs inputs)
    implements InputFetcher {

  /** Keeps the digests of the inputs that can be fetched, as far as they still lie there. */
  public void keep(ResolvedSpec spec) {
    for (InputPlace input : InputPlace.of(spec.spec())) {
      if (InputFetcher.isRemote(input.location())) {
        keep(input, spec.digest(input.path()).orElseThrow());
      }
    }
  }

  private void keep(InputPlace input, String digest) {
    Path copy = inputs.fetch(input.location(), input.input());
    if (digest.equals(digest(copy, input.input()))) {
      String version = inputs.fetchedVersion(input.location());
      boolean unused =
          store.putIfAbsent(key(version), Payload.of(digest.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private static String digest(Path copy, Setting.Input input) {
    try {
      return new ContentDigest().of(copy, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> digest(String location, Setting.Input input) {
    return store
        .get(key(inputs.version(location, input)))
        .map(digest -> new String(digest, StandardCharsets.US_ASCII))
        .filter(Digest::isDigest);
  }

  @Override
  public Path fetch(String location, Setting.Input input) {
    return inputs.fetch(location, input);
  }

  @Override
  public Path place(String location) {
    return inputs.place(location);
  }

  private String key(String version) {
    return "schedules/" + schedule + "/digests/" + version;
  }
}
