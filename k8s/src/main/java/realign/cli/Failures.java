package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.StoreException;

/**
 * Turns what a command throws into words on stderr, a document where one was asked for, and an exit
 * code. The one place that knows which exception means which code.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Surroundings surroundings;

  Failures(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    Talk talk = new Talk(surroundings, new CommonOptions());
    CommandLine command = failure.getCommandLine();
    talk.say(talk.error(String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "")));
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, surroundings.terminal().err());
    talk.say("See " + command.getCommandSpec().qualifiedName() + " --help.");
    return ExitCode.USAGE.number();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult all) {
    ParseResult parsed = command.getParseResult();
    boolean verbose = parsed.hasMatchedOption("--verbose");
    ProblemException told = told(failure, verbose);
    CommonOptions common = new CommonOptions();
    common.noColour = parsed.hasMatchedOption("--no-color");
    new Talk(surroundings, common).problems(told.problems());
    if (verbose) {
      failure.printStackTrace(surroundings.terminal().err());
    }
    Form form = parsed.matchedOptionValue("--output", Form.TEXT);
    if (form.isDocument()) {
      document(form, told.exitCode(), told.problems());
    }
    return told.exitCode().number();
  }

  private void document(Form form, ExitCode code, List<Problem> problems) {
    ObjectNode document = Documents.of("problems").put("exit", code.number());
    ProblemDocuments.add(document, problems);
    Documents.print(surroundings.terminal().out(), form, document);
  }

  private static ProblemException told(Exception failure, boolean verbose) {
    if (failure instanceof ProblemException problems) {
      return problems;
    }
    if (failure instanceof StoreException store) {
      return store(store);
    }
    String fix = verbose ? "Please report this" : "Add --verbose for the stack trace";
    return single(ExitCode.FAILED, "RLN-799", failure, fix);
  }

  /** The store's own words, whose id and cause are in them already. */
  private static ProblemException store(StoreException failure) {
    return new ProblemException(
        failure.exitCode(),
        new Problem(
            failure.id(),
            "",
            null,
            failure.words(),
            "Check the store's address, and whether it may be used from here"));
  }

  private static ProblemException single(ExitCode code, String id, Exception failure, String fix) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String cause = failure.getCause() == null ? "" : " (" + failure.getCause().getMessage() + ")";
    return new ProblemException(code, List.of(new Problem(id, "", null, message + cause, fix)));
  }
}
