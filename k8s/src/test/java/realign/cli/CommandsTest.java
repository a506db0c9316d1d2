package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;

class CommandsTest {
  static final Iterable<String> NAMES = Commands.ALL.keySet();

  private final Surroundings surroundings = new TestWorld(Path.of("")).surroundings();

  @ParameterizedTest
  @FieldSource("NAMES")
  void aCommandAloneIsWhatItIsAmongAll(String name) {
    CommandLine all = RealignCommand.commandLine(surroundings);
    CommandLine few = RealignCommand.commandLine(surroundings, name, "--help");

    CommandLine command = Objects.requireNonNull(all.getSubcommands().get(name));
    assertThat(command.getCommandName()).isEqualTo(name);
    assertThat(Objects.requireNonNull(few.getSubcommands().get(name)).getUsageMessage())
        .isEqualTo(command.getUsageMessage());
    assertThat(few.getSubcommands()).hasSize(Commands.standsAlone(name) ? 1 : Commands.ALL.size());
  }
}
