package realign.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;

/**
 * The program that a kubeconfig names for credentials, as EKS and GKE have one ({@code
 * client.authentication.k8s.io}). The client library's own way neither renews them nor tells the
 * program which version it speaks. Not for plug-ins that must ask a person at their input.
 *
 * @param environment variables added to those of this process; may hold secrets
 * @param info what the program is told in {@code KUBERNETES_EXEC_INFO}
 * @param hint how it is installed, or empty
 * @param talk takes what it says on stderr, at once: it may ask a person to log in elsewhere
 */
record CredentialPlugin(
    List<String> command,
    Map<String, String> environment,
    String version,
    String info,
    String hint,
    Consumer<String> talk) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KNOWN =
      List.of(
          "server",
          "tls-server-name",
          "insecure-skip-tls-verify",
          "certificate-authority-data",
          "proxy-url");

  private static final String GROUP = "client.authentication.k8s.io/";

  /** Seconds that it may take: a person may have to log in meanwhile. */
  private static final int LONGEST = 120;

  /** Seconds for what it said, when it has ended. */
  private static final int LAST_WORDS = 5;

  CredentialPlugin {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Nothing of what may be a secret is to be seen in a log. */
  @Override
  public String toString() {
    return "CredentialPlugin" + command;
  }

  /**
   * What a program gave.
   *
   * @param token for every request, or null
   * @param certificate of the client with its key, in PEM form, or null
   * @param expires when it must be asked again, or null for never
   */
  record Credential(
      @Nullable String token,
      @Nullable String certificate,
      @Nullable String key,
      @Nullable Instant expires) {

    /** Nothing of it is to be seen in a log. */
    @Override
    public String toString() {
      return "Credential[expires=" + expires + "]";
    }
  }

  /**
   * The program of a user's entry in a kubeconfig, or empty where it names none.
   *
   * @param cluster the cluster's entry, which some programs want to know
   */
  static Optional<CredentialPlugin> of(Map<?, ?> user, Map<?, ?> cluster, Consumer<String> talk) {
    if (!(user.get("exec") instanceof Map<?, ?> exec)) {
      return Optional.empty();
    }
    JsonNode said = JSON.valueToTree(exec);
    String name = said.path("command").asText();
    String version = said.path("apiVersion").asText();
    if (name.isEmpty() || !version.startsWith(GROUP)) {
      throw problem(
          name, "must have a command and an apiVersion of " + GROUP, "Correct the kubeconfig");
    }
    if (said.path("interactiveMode").asText().equals("Always")) {
      throw problem(
          name,
          "must give credentials without a person at its input (interactiveMode)",
          "Log in by its own means, and set interactiveMode to IfAvailable");
    }
    List<String> command = new ArrayList<>(List.of(name));
    said.path("args").forEach(argument -> command.add(argument.asText()));
    Map<String, String> environment = new LinkedHashMap<>();
    said.path("env")
        .forEach(one -> environment.put(one.path("name").asText(), one.path("value").asText()));
    return Optional.of(
        new CredentialPlugin(
            command,
            environment,
            version,
            info(version, said.path("provideClusterInfo").asBoolean() ? cluster : null),
            said.path("installHint").asText().strip(),
            talk));
  }

  private static String info(String version, @Nullable Map<?, ?> cluster) {
    ObjectNode info = JSON.createObjectNode();
    info.put("apiVersion", version).put("kind", "ExecCredential");
    info.putObject("spec").put("interactive", false);
    if (cluster != null) {
      info.withObjectProperty("spec").set("cluster", told(JSON.valueToTree(cluster)));
    }
    return info.toString();
  }

  /** What the protocol has of a cluster's entry; of the rest it has other forms. */
  private static ObjectNode told(JsonNode cluster) {
    ObjectNode told = JSON.createObjectNode();
    for (String name : KNOWN) {
      if (cluster.has(name)) {
        told.set(name, cluster.get(name));
      }
    }
    return told;
  }

  /**
   * Asks the program.
   *
   * @throws ClusterException RLN-771 when it is missing, fails, or gives no credentials
   */
  Credential run() {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("KUBERNETES_EXEC_INFO", info);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return credential(process);
    } catch (IOException e) {
      throw problem(
          command.get(0),
          "must be a program that can be started",
          hint.isEmpty() ? "Install it, or put it on the PATH" : hint.replaceAll("\\s+", " "));
    }
  }

  /**
   * Asks it for another token.
   *
   * @throws ClusterException as {@link #run}, and when it gives only a certificate this time
   */
  Credential token() {
    Credential next = run();
    if (next.token() == null) {
      throw failed("gave a certificate where it gave a token before");
    }
    return next;
  }

  /** What it leaves behind may hold its output open: that is waited for as long, and no longer. */
  private Credential credential(Process process) {
    CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> out(process));
    CompletableFuture<String> last = CompletableFuture.supplyAsync(() -> lastSaid(process));
    try {
      if (!process.waitFor(LONGEST, TimeUnit.SECONDS)) {
        throw failed("did not end within " + LONGEST + " s");
      }
      if (process.exitValue() != 0) {
        String words = last.completeOnTimeout("", LAST_WORDS, TimeUnit.SECONDS).get();
        throw failed("ended with " + process.exitValue() + (words.isEmpty() ? "" : ": " + words));
      }
      return parse(out.get(LONGEST, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      throw failed("left something behind that holds its output open");
    } catch (ExecutionException broken) {
      throw failed("could not be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String out(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String lastSaid(Process process) {
    String last = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        talk.accept(line);
        last = line.isBlank() ? last : line.strip();
      }
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed may be a secret, and is told to nobody. */
  private Credential parse(String text) {
    JsonNode said;
    try {
      said = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw failed("printed no JSON");
    }
    if (!said.path("kind").asText().equals("ExecCredential")
        || !said.path("apiVersion").asText().equals(version)) {
      throw failed("printed no ExecCredential of " + version);
    }
    JsonNode status = said.path("status");
    Credential given =
        new Credential(
            text(status, "token"),
            text(status, "clientCertificateData"),
            text(status, "clientKeyData"),
            Json.time(status.path("expirationTimestamp")));
    if (given.token() == null && (given.certificate() == null || given.key() == null)) {
      throw failed("gave neither a token nor a certificate with its key");
    }
    return given;
  }

  private static @Nullable String text(JsonNode status, String name) {
    String text = status.path(name).asText("");
    return text.isEmpty() ? null : text;
  }

  private ClusterException failed(String how) {
    return problem(
        command.get(0),
        "must give credentials for the cluster, but " + how,
        "Log in again as for kubectl, which starts the same program");
  }

  private static ClusterException problem(String name, String rule, String fix) {
    return new ClusterException(
        ExitCode.CREDENTIALS,
        new Problem("RLN-771", "credential plug-in " + name, null, rule, fix),
        null);
  }
}
