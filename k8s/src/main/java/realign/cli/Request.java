package realign.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.Origin;
import realign.spec.ProblemException;
import realign.spec.Problems;
import realign.spec.Reading;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.S3Settings;
import realign.spec.SpecReader;
import realign.spec.Target;
import realign.store.FetchedInputs;

/**
 * What is asked for: a spec, its inputs, and the target. Not for what is in the store already.
 *
 * @param spec the spec as it was written, with the origin of each value
 * @param resolved the spec with its inputs found and digested
 * @param local the same with all inputs at places of this machine
 * @param target where and how
 */
record Request(
    Reading<RunSpec> spec, ResolvedSpec resolved, ResolvedSpec local, Reading<Target> target) {

  /**
   * Reads all of it; inputs that lie in S3 are fetched to the work folder, which is told.
   *
   * @throws ProblemException with the problems of spec, inputs and target together
   */
  static Request read(
      Surroundings surroundings, Path specFile, TargetOptions options, Path work, Talk talk) {
    Path file = surroundings.resolve(specFile);
    Problems problems = new Problems();
    Reading<Target> target = attempt(problems, () -> options.read(surroundings));
    Reading<RunSpec> spec = attempt(problems, () -> SpecReader.ofRunSpec().file(file));
    InputFetcher inputs = inputs(work, target, talk);
    ResolvedSpec resolved =
        spec == null ? null : attempt(problems, () -> resolve(spec, file, inputs));
    if (spec == null || resolved == null || target == null) {
      problems.throwIfAny(ExitCode.INVALID);
      throw new IllegalStateException("nothing was read and nothing was wrong");
    }
    return new Request(spec, resolved, resolved.local(inputs), target);
  }

  private static InputFetcher inputs(Path work, @Nullable Reading<Target> target, Talk talk) {
    S3Settings s3 = target == null ? S3Settings.DEFAULT : target.value().s3();
    return new FetchedInputs(work.resolve("inputs"), s3, talk::say);
  }

  /** The store's address for a process in any directory. */
  String store(Surroundings surroundings) {
    return Stores.absolute(surroundings, target.value().store());
  }

  /** All values with their origins, those of the spec first. */
  List<Origin> origins() {
    return Stream.concat(spec.origins().stream(), target.origins().stream()).toList();
  }

  private static ResolvedSpec resolve(Reading<RunSpec> spec, Path file, InputFetcher inputs) {
    Path folder = Objects.requireNonNull(file.getParent());
    return ResolvedSpec.resolve(spec.value(), folder, new ContentDigest(), inputs);
  }

  private static <T> @Nullable T attempt(Problems problems, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (ProblemException found) {
      found.problems().forEach(problems::add);
      return null;
    }
  }
}
