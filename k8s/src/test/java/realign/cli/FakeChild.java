package realign.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A child program for tests of processes: says that it is there, then waits for SIGTERM or for the
 * end of its stdin, and says which of them came.
 */
final class FakeChild {
  private FakeChild() {}

  public static void main(String[] arguments) throws IOException {
    Path told = Path.of(System.getenv("FAKE_CHILD_TOLD"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(told, "SIGTERM")));
    System.out.println("{\"event\":\"note\",\"text\":\"child is there\"}");
    while (System.in.read() >= 0) {
      // Only its end means something.
    }
    end(told, "end of stdin");
  }

  private static void end(Path told, String why) {
    try {
      Files.writeString(told, why);
      Runtime.getRuntime().halt(75);
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
