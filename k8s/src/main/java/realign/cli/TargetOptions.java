package realign.cli;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import realign.spec.Origin;
import realign.spec.Reading;
import realign.spec.SpecReader;
import realign.spec.Target;

/** Where and how: flags over environment over target file over defaults. */
final class TargetOptions {
  static final String STORE = "REALIGN_STORE";
  static final String THREADS = "REALIGN_THREADS";

  @Option(
      names = "--target",
      paramLabel = "FILE",
      description = "Where and how the run is executed, as YAML or JSON.")
  @Nullable Path target;

  @Option(
      names = "--store",
      paramLabel = "ADDRESS",
      description = "Where runs live (else REALIGN_STORE, else file:./.realign).")
  @Nullable String store;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Native threads (else REALIGN_THREADS, else 1); the bits depend on it.")
  @Nullable Integer threads;

  /**
   * The target with the origin of each value.
   *
   * @throws realign.spec.ProblemException with all that is wrong
   */
  Reading<Target> read(Surroundings surroundings) {
    SpecReader<Target> reader = SpecReader.ofTarget();
    fromEnvironment(reader, surroundings, "store", STORE);
    fromEnvironment(reader, surroundings, "threads", THREADS);
    if (store != null) {
      reader.override("store", quoted(store), Origin.Source.flag("--store"));
    }
    if (threads != null) {
      reader.override("threads", threads.toString(), Origin.Source.flag("--threads"));
    }
    return target == null ? reader.defaults() : reader.file(surroundings.resolve(target));
  }

  private static void fromEnvironment(
      SpecReader<Target> reader, Surroundings surroundings, String path, String variable) {
    String value = surroundings.variable(variable);
    if (value != null) {
      String notation = path.equals("store") ? quoted(value) : value;
      reader.override(path, notation, Origin.Source.environment(variable));
    }
  }

  /** An address must not be read as anything else than a text. */
  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
