package realign.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import realign.render.RunPlacement;
import realign.spec.ClusterTarget;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.ModelSpec;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Problems;
import realign.spec.Reading;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.S3Settings;
import realign.spec.Setting;
import realign.spec.SpecReader;
import realign.spec.Target;
import realign.spec.binding.InputPlace;
import realign.store.FetchedInputs;

/**
 * A spec and a target for a cluster, whose pods see neither the models nor the folders of this
 * machine. Not for what is in store or cluster already.
 *
 * @param resolved the spec with its inputs found and digested; its data may still lie here
 * @param target where and how, with a cluster
 */
record SubmitRequest(ResolvedSpec resolved, Reading<Target> target) {

  /**
   * Reads all of it; a model in S3 is fetched to the work folder to digest it, which is told.
   *
   * @param usage checks what else was asked for
   * @throws ProblemException with the problems of options, spec, inputs and target together
   */
  static SubmitRequest read(
      Surroundings surroundings,
      Path specFile,
      TargetOptions options,
      Consumer<Problems> usage,
      Path work,
      Talk talk) {
    Path file = surroundings.resolve(specFile);
    Problems problems = new Problems();
    usage.accept(problems);
    int ofUsage = problems.list().size();
    Reading<Target> target = attempt(problems, () -> options.read(surroundings));
    Reading<RunSpec> spec = attempt(problems, () -> SpecReader.ofRunSpec().file(file));
    if (target != null) {
      checkTarget(problems, target.value());
    }
    if (target != null && spec != null) {
      checkDevice(problems, spec.value(), target.value(), talk);
    }
    if (spec != null) {
      checkModels(problems, spec.value());
    }
    ResolvedSpec resolved = null;
    if (problems.isEmpty() && spec != null && target != null) {
      S3Settings s3 = target.value().s3();
      InputFetcher inputs = new FetchedInputs(work.resolve("inputs"), s3, talk::say);
      resolved = attempt(problems, () -> resolve(spec.value(), file, inputs));
    } else if (spec != null) {
      // models are large: they are fetched and digested for what may begin
      InputPlace.of(spec.value()).forEach(input -> checkData(problems, input, folder(file)));
    }
    problems.throwIfAny(problems.list().size() > ofUsage ? ExitCode.INVALID : ExitCode.USAGE);
    return new SubmitRequest(Objects.requireNonNull(resolved), Objects.requireNonNull(target));
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static ResolvedSpec resolve(RunSpec spec, Path file, InputFetcher inputs) {
    return ResolvedSpec.resolve(spec, folder(file), new ContentDigest(), inputs);
  }

  private static void checkTarget(Problems problems, Target target) {
    if (target.store().startsWith("file:")) {
      problems.add(
          new Problem(
              "RLN-783",
              "store",
              target.store(),
              "must be s3://BUCKET/PREFIX, since pods do not see the folders of this machine",
              "Set store in the target, REALIGN_STORE or --store"));
    }
    var unused = attempt(problems, () -> RunPlacement.cluster(target));
  }

  /** What pods get by the target is not what the spec computes on. */
  private static void checkDevice(Problems problems, RunSpec spec, Target target, Talk talk) {
    ModelSpec.Device device = spec.model().device();
    ClusterTarget cluster = target.cluster();
    if (cluster == null) {
      return;
    }
    ClusterTarget.Resources resources = cluster.resources();
    problems.require(
        device != ModelSpec.Device.CUDA || resources.gpus() > 0,
        () ->
            new Problem(
                "RLN-823",
                "cluster.resources.gpus",
                "0",
                "must be at least 1 for a spec whose model.device is cuda",
                "Set it to 1, or model.device: cpu"));
    if (device == ModelSpec.Device.CPU && resources.gpus() > 0) {
      talk.say(
          talk.note(
              "warn",
              "pods that compute get %d ".formatted(resources.gpus())
                  + resources.gpu()
                  + " and leave it idle, since model.device is cpu: set cluster.resources.gpus: 0,"
                  + " or model.device: cuda"));
    }
  }

  private static void checkModels(Problems problems, RunSpec spec) {
    for (InputPlace input : InputPlace.of(spec)) {
      problems.require(
          input.input() != Setting.Input.MODEL || InputFetcher.isRemote(input.location()),
          () ->
              new Problem(
                  "RLN-782",
                  input.path(),
                  input.location(),
                  "must lie in s3://, since pods do not see this machine and models are not uploaded",
                  "Copy it there once, such as by aws s3 cp --recursive, and name that place"));
    }
  }

  private static void checkData(Problems problems, InputPlace input, Path folder) {
    boolean local = input.input() == Setting.Input.FILE && !InputFetcher.isRemote(input.location());
    if (local && !Files.isRegularFile(folder.resolve(input.location()))) {
      problems.add(
          new Problem(
              "RLN-112",
              input.path(),
              input.location(),
              "must be a file that exists",
              "Correct the path; relative ones begin at the spec's folder"));
    }
  }

  static <T> @Nullable T attempt(Problems problems, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (ProblemException found) {
      found.problems().forEach(problems::add);
      return null;
    }
  }
}
