package realign.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster to test against: etcd, API server, controllers and scheduler of the shared tools, whose
 * nodes run pods as processes of this machine; or, where {@code REALIGN_KUBECONFIG} names one, the
 * cluster of somebody else. A test skips visibly where there is neither.
 *
 * <pre>{@code
 * ControlPlane cluster = ControlPlane.shared();                   // one for all tests of this JVM
 * try (ControlPlane own = ControlPlane.with().node("gpu-0=nvidia.com/gpu:1").start()) { ... }
 * String namespace = cluster.newNamespace();
 * }</pre>
 */
public final class ControlPlane implements AutoCloseable {
  /**
   * Name of the lock of {@link #shared}: tests take turns with it, since one of them kills its API
   * server, but need not wait for tests that have another.
   */
  public static final String SHARED = "shared control plane";

  /** Runs its command as it is, on the shared one and wherever no other image was named. */
  public static final String IMAGE = "realign-test:1";

  /**
   * Runs the script that {@link #script(String, String...)} gave to the run of the pod's
   * environment, and sleeps where it gave none; the script gets the command as its arguments.
   */
  public static final String SCRIPTED = "realign-scripted:1";

  /** Image with bash and the usual commands on somebody else's cluster. */
  private static final String OTHER_IMAGE = "REALIGN_TEST_IMAGE";

  /** Names the cluster of somebody else. */
  public static final String OTHER = "REALIGN_KUBECONFIG";

  private static final Pattern READY = Pattern.compile("READY .*kubeconfig=(\\S+).*");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static @Nullable ControlPlane shared;

  private final String kubeconfig;
  private final List<String> kubectl;
  private final @Nullable Path directory;
  private final @Nullable Process process;

  private ControlPlane(
      String kubeconfig,
      List<String> kubectl,
      @Nullable Path directory,
      @Nullable Process process) {
    this.kubeconfig = kubeconfig;
    this.kubectl = kubectl;
    this.directory = directory;
    this.process = process;
  }

  /**
   * The cluster that all tests of this JVM share, which ends with it: nodes {@code gpu-0} and
   * {@code gpu-1} of one GPU each behind the usual taint, {@code cpu-0} and {@code cpu-1}.
   */
  public static synchronized ControlPlane shared() {
    ControlPlane now = shared;
    if (now == null) {
      String other = other();
      now = other == null ? standard().start() : foreign(other);
      shared = now;
    }
    return now;
  }

  private static @Nullable String other() {
    String other = System.getenv(OTHER);
    return other == null || other.isEmpty() ? null : other;
  }

  /** Why there is none, or none that a test may break; null where there is. */
  static @Nullable String missing(boolean own) {
    if (other() != null) {
      return own ? "needs a control plane that the test may break" : null;
    }
    return Files.exists(Path.of(tool()))
        ? null
        : "no control plane: REALIGN_SHARED must name the shared tools, or " + OTHER + " one";
  }

  private static Builder standard() {
    String gpu = "=nvidia.com/gpu:1,taint:nvidia.com/gpu=present:NoSchedule";
    return with().node("gpu-0" + gpu).node("gpu-1" + gpu).node("cpu-0").node("cpu-1");
  }

  private static ControlPlane foreign(String kubeconfig) {
    List<String> kubectl =
        Files.exists(Path.of(tool())) ? List.of(tool(), "kubectl") : List.of("kubectl");
    return new ControlPlane(kubeconfig, kubectl, null, null);
  }

  /** One of one's own, with other nodes, images or flags. */
  public static Builder with() {
    return new Builder();
  }

  /** Chooses nodes, images and flags. */
  public static final class Builder {
    private final List<String> flags = new ArrayList<>();
    private final List<String> images = new ArrayList<>();
    private @Nullable Path directory;

    /** A node in the words of the tool: {@code gpu-0=nvidia.com/gpu:1,taint:...}. */
    public Builder node(String node) {
      return flag("--node", node);
    }

    /** An image whose pods run a script, which gets the command as its arguments. */
    public Builder image(String name, Path script) {
      images.add(name + "=" + script);
      return this;
    }

    /** Flags of {@code controlplane serve}. */
    public Builder flag(String... words) {
      flags.addAll(List.of(words));
      return this;
    }

    /** Where to keep its state, to go on with it later; else a folder that ends with it. */
    public Builder directory(Path folder) {
      directory = folder;
      return this;
    }

    /** Starts it and waits until it is ready; skips the test where the tools are missing. */
    public ControlPlane start() {
      if (!Files.exists(Path.of(tool()))) {
        abort("no control plane: REALIGN_SHARED must name the shared tools, or " + OTHER + " one");
      }
      try {
        Path folder = directory == null ? Files.createTempDirectory("controlplane") : directory;
        return launch(folder, directory == null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private ControlPlane launch(Path folder, boolean temporary) throws IOException {
      List<String> command = new ArrayList<>(List.of(tool(), "serve", "--dir", folder.toString()));
      command.addAll(flags);
      image(IMAGE, script(folder, "plain", "exec \"$@\""));
      image(
          SCRIPTED,
          script(
              folder,
              "scripted",
              "run=" + folder + "/script-$REALIGN_RUN.sh",
              "[ -f $run ] && exec $run \"$@\"",
              "exec sleep 600"));
      images.forEach(image -> command.addAll(List.of("--image", image)));
      Process process =
          new ProcessBuilder(command)
              .redirectError(folder.resolve("serve.log").toFile())
              .start(); // its standard input is a pipe that closes with this JVM, however it ends
      String kubeconfig = READY.matcher(ready(process, folder)).replaceAll("$1");
      if (temporary) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(process, folder)));
      }
      return new ControlPlane(kubeconfig, List.of(tool(), "kubectl"), folder, process);
    }

    private static String ready(Process process, Path folder) throws IOException {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("READY ")) {
          return line;
        }
      }
      throw new IllegalStateException(
          "the control plane did not start: " + Files.readString(folder.resolve("serve.log")));
    }
  }

  /** Makes a script for an image of this cluster, or of one that is yet to start. */
  public static Path script(Path folder, String name, String... lines) throws IOException {
    Path file = folder.resolve(name + ".sh");
    Files.writeString(file, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file;
  }

  /** What pods of the image {@link #SCRIPTED} do for a run. */
  public void script(String run, String... lines) {
    try {
      script(directory(), "script-" + run, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An image that runs its command as it is. */
  public String image() {
    String other = System.getenv(OTHER_IMAGE);
    return directory != null ? IMAGE : other == null ? "docker.io/library/bash:5" : other;
  }

  private static String tool() {
    String shared = System.getenv("REALIGN_SHARED");
    return Path.of(shared == null ? "/none" : shared, "tools", "controlplane", "controlplane")
        .toString();
  }

  /** Path of the administrator's kubeconfig. */
  public String kubeconfig() {
    return kubeconfig;
  }

  /** State of the control plane, its logs and those of pods; skips where it is somebody else's. */
  public Path directory() {
    return own(directory);
  }

  /** A namespace that no other test has. */
  public String newNamespace() {
    String name =
        "realign-" + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
    kubectl("create", "namespace", name);
    return name;
  }

  /** What kubectl prints as the administrator; it must succeed. */
  public String kubectl(String... arguments) {
    List<String> command = new ArrayList<>(kubectl);
    command.addAll(List.of("--kubeconfig", kubeconfig));
    command.addAll(List.of(arguments));
    return output(new ProcessBuilder(command), "");
  }

  /** The same with a document at its standard input: {@code apply("ns", yaml)}. */
  public String apply(String namespace, String document) {
    List<String> command = new ArrayList<>(kubectl);
    command.addAll(List.of("--kubeconfig", kubeconfig, "-n", namespace, "apply", "-f", "-"));
    return output(new ProcessBuilder(command), document);
  }

  /** Asks for a pod to be evicted, as who drains a node does. */
  public void evict(String namespace, String pod) {
    String eviction =
        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\"}}";
    try {
      Path file = Files.createTempFile("eviction", ".json");
      Files.writeString(file, eviction.formatted(pod, namespace));
      String path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/eviction";
      kubectl("create", "--raw", path, "-f", file.toString());
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a node have a trouble: {@code shutdown} or {@code down}; null ends it. */
  public void simulate(String node, @Nullable String trouble) {
    own(directory);
    String annotation = "controlplane/simulate" + (trouble == null ? "-" : "=" + trouble);
    kubectl("annotate", "node", node, "--overwrite", annotation);
  }

  /** Kills {@code apiserver}, {@code controller-manager} or {@code scheduler}; it comes again. */
  public void kill(String component) {
    signal(component, "KILL");
  }

  /** Sends a signal to a component: {@code STOP} lets it hang until {@code CONT}. */
  public void signal(String component, String signal) {
    try {
      JsonNode pids = JSON.readTree(directory().resolve("pids.json").toFile());
      String pid = pids.required(component).asText();
      output(new ProcessBuilder("kill", "-" + signal, pid), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Process of a component now; another one after it was killed and is back. */
  public long pid(String component) {
    try {
      return JSON.readTree(directory().resolve("pids.json").toFile()).path(component).asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T own(@Nullable T part) {
    return part == null ? abort("needs a control plane that the test may break") : part;
  }

  private static String output(ProcessBuilder builder, String input) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", builder.command()) + ": " + out);
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends it, unless it is somebody else's. */
  @Override
  public void close() {
    if (process != null && directory != null) {
      end(process);
    }
  }

  private static void clear(Process process, Path folder) {
    end(process);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      System.err.println(folder + " stays: " + e);
    }
  }

  private static void end(Process process) {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
