package realign.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import realign.spec.InputFetcher;
import realign.spec.ResolvedSpec;
import realign.spec.SpecReader;
import realign.spec.binding.Binder;
import realign.spec.binding.InputPlace;
import realign.spec.binding.SettingPath;
import realign.store.ObjectStore;
import realign.store.Payload;

/**
 * Puts the data of a spec that lie on this machine where pods find them. By content: what is there
 * already is not sent again, and the run's identity stays what it was.
 *
 * @param prefix where in the store, with a slash at its end
 */
record DataUpload(ObjectStore store, String prefix, Talk talk) {

  /** The same spec with all inputs at places that any machine can fetch. */
  ResolvedSpec of(ResolvedSpec spec) {
    List<InputPlace> local =
        InputPlace.of(spec.spec()).stream()
            .filter(input -> !InputFetcher.isRemote(input.location()))
            .toList();
    ObjectNode tree = Binder.tree(spec.spec());
    for (InputPlace input : local) {
      String place = upload(Path.of(input.location()), spec.digest(input.path()).orElseThrow());
      new SettingPath(input.path()).replace(tree, JsonNodeFactory.instance.textNode(place));
    }
    return new ResolvedSpec(
        spec.schemaVersion(),
        SpecReader.ofRunSpec().tree(spec.spec().name(), tree).value(),
        spec.inputs(),
        spec.identity());
  }

  private String upload(Path file, String digest) {
    String key = prefix + digest + "/" + name(file);
    boolean there = store.list(key, "", 1).contains(key); // not only one whose name goes on
    if (!there && store.putIfAbsent(key, new FilePayload(file))) {
      talk.say("uploaded " + file.getFileName());
    }
    return store.address() + "/" + key;
  }

  /** Keys hold few signs; the ending of the name tells the format. */
  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** A file that does not change while it is sent. */
  private record FilePayload(Path file) implements Payload {
    @Override
    public long size() {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputStream open() {
      try {
        return Files.newInputStream(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
