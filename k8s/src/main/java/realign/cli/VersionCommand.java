package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code realign version}: of the command and of the Java that runs it. */
@Command(name = "version", description = "Show the version of this program and of its Java.")
final class VersionCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  private final Surroundings surroundings;

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("version").put("version", version());
      document.put("java", Runtime.version().toString());
      Documents.print(surroundings.terminal().out(), output.form, document);
    } else {
      surroundings.terminal().out().println("realign " + version());
      if (output.form != Form.NAME) {
        surroundings.terminal().out().println("java    " + Runtime.version());
      }
    }
    return 0;
  }

  static String version() {
    try (InputStream stream = VersionCommand.class.getResourceAsStream("/realign/cli/version")) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
