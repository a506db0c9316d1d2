package realign.cli;

import java.time.Clock;
import java.util.Map;
import realign.logging.JsonTalk;

/** The {@code realign} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    talkAs(System.getenv());
    int code = RealignCommand.commandLine(Surroundings.system(), arguments).execute(arguments);
    System.err.close(); // a last line may lack its end
    System.exit(code);
  }

  /** In a pod every line is JSON, whoever says it: a collector reads no other. */
  private static void talkAs(Map<String, String> environment) {
    if (JsonTalk.isWanted(environment)) {
      System.setErr(JsonTalk.over(System.err, environment.get("REALIGN_RUN"), Clock.systemUTC()));
    }
  }
}
