package realign.model;

import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** What can be wrong with a model, with rule and fix. */
enum ModelProblem {
  NO_BF16(
      "RLN-331",
      "must be f32 where no bf16 is multiplied: avx512_bf16 or amx_bf16 among the flags of"
          + " /proc/cpuinfo, or compute capability 8.0 of the GPU",
      "Set model.compute: f32, or run on a machine that has it"),
  NO_CUDA_LIBRARY(
      "RLN-332",
      "must be cpu where the PyTorch library is not one for CUDA",
      "Set model.device: cpu; or unpack libtorch 2.7.1 for CUDA 12.8 and name its lib folder in"
          + " PYTORCH_LIBRARY_PATH, with PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128"),
  NO_GPU(
      "RLN-333",
      "must be cpu where there is no GPU",
      "Set model.device: cpu; or see that nvidia-smi lists a GPU, that the container was given it,"
          + " and that libcudart is on LD_LIBRARY_PATH"),
  NO_FILE("RLN-301", "must be a file that can be read", "Check the directory and its permissions"),
  NOT_JSON("RLN-302", "must be a JSON object", "Fetch the file again"),
  UNSUPPORTED(
      "RLN-303",
      "must be something that is computed exactly here",
      "Use another model; nothing is ignored silently"),
  BAD_VALUE("RLN-304", "must be a value that a model can have", "Fetch the file again"),
  TENSORS(
      "RLN-305",
      "must hold exactly the tensors of its configuration",
      "Check that weights and config.json belong together, and fetch what is missing"),
  SHARDS(
      "RLN-306",
      "must name files inside the model's directory",
      "Fetch the index and its files again from the same place"),
  TOKENIZER(
      "RLN-307",
      "must fit the model beside it",
      "Take tokenizer and config.json from the same model"),
  TARGETS("RLN-308", "must name projections that the model has", "Correct the names"),
  ADAPTER(
      "RLN-309",
      "must be a LoRA adapter of this model",
      "Check which base model the adapter was trained on"),
  OTHER_SHARD(
      "RLN-321",
      "must hold what the index of its model says",
      "Fetch the index and all shards again from one revision of one model"),
  NOT_FINITE(
      "RLN-322",
      "must hold finite numbers",
      "Fetch the file again; if it is the same, its training failed: use an earlier state of it"),
  TOO_LONG(
      "RLN-323",
      "must fit the model's positions",
      "Lower text.maxLength, or use a model with more positions"),
  TOO_LARGE(
      "RLN-324",
      "must have less than 2 GiB of f32",
      "Lower vocab_size or hidden_size, or begin with a model that has weights"),
  UNKNOWN_ID(
      "RLN-311",
      "must be an id of the model's vocabulary",
      "Tokenise with the tokenizer of this model"),
  NO_LABELS(
      "RLN-312",
      "must have at least one labelled position after the first",
      "Raise text.maxLength so that answers are not cut off"),
  NOT_WRITTEN(
      "RLN-313",
      "must be a directory that can be written",
      "Choose another directory, or free space");

  private final String id;
  private final String rule;
  private final String fix;

  ModelProblem(String id, String rule, String fix) {
    this.id = id;
    this.rule = rule;
    this.fix = fix;
  }

  /** The problem of a file or value, with what was found. */
  ProblemException of(String path, String found) {
    return of(path, found, fix);
  }

  /** The same with a fix that knows more. */
  ProblemException of(String path, String found, String betterFix) {
    return new ProblemException(ExitCode.INVALID, problem(path, found, betterFix));
  }

  /** A number that exceeds a limit. */
  ProblemException of(String path, long found, long limit) {
    return of(path, found + " (limit " + limit + ")");
  }

  /** The problem alone, to be gathered. */
  Problem problem(String path, String found) {
    return problem(path, found, fix);
  }

  Problem problem(String path, String found, String betterFix) {
    return new Problem(id, path, found, rule, betterFix);
  }
}
