package realign.cli;

import picocli.CommandLine.Option;

/** The form of the result. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "text",
      description = "Form of the result: text, wide, json, yaml or name (default: text).")
  Form form = Form.TEXT;
}
