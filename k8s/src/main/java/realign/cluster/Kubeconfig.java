package realign.cluster;

import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Kubeconfig files as kubectl reads them: several are merged, the first that names something wins,
 * and a relative path counts from the file that has it. Not for the pod's own account.
 */
final class Kubeconfig {
  private static final List<String> LISTS = List.of("contexts", "clusters", "users");
  private static final List<String> PATHS =
      List.of("certificate-authority", "client-certificate", "client-key", "tokenFile");

  private final Map<String, Map<String, Object>> named = new LinkedHashMap<>();
  private final List<Path> files;
  private @Nullable String current;

  private Kubeconfig(List<Path> files) {
    this.files = files;
    LISTS.forEach(list -> named.put(list, new LinkedHashMap<>()));
  }

  /**
   * The files that count: the one asked for, else those of KUBECONFIG, else that of the home
   * folder; empty when none of them is there.
   *
   * @throws ProblemException when the one asked for is missing
   */
  static List<Path> files(@Nullable String asked, Map<String, String> environment, Path directory) {
    if (asked != null) {
      Path file = directory.resolve(asked);
      if (!Files.isRegularFile(file)) {
        throw invalid(
            ExitCode.NOT_FOUND, "--kubeconfig", asked, "must be a file", "Correct the path");
      }
      return List.of(file);
    }
    String several = environment.getOrDefault("KUBECONFIG", "");
    List<String> paths =
        several.isEmpty()
            ? List.of(environment.getOrDefault("HOME", "") + "/.kube/config")
            : Arrays.asList(several.split(java.io.File.pathSeparator, -1));
    return paths.stream()
        .filter(path -> !path.isEmpty())
        .map(directory::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }

  /** What the files say together. */
  static Kubeconfig read(List<Path> files) {
    Kubeconfig merged = new Kubeconfig(files);
    files.forEach(file -> merged.add(file, load(file)));
    return merged;
  }

  private static Map<?, ?> load(Path file) {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      return tree instanceof Map<?, ?> map ? map : Map.of();
    } catch (IOException | RuntimeException e) {
      throw invalid(
          ExitCode.INVALID,
          "kubeconfig",
          file.toString(),
          "must be YAML that can be read (" + firstLine(e) + ")",
          "Correct the file, or name another with --kubeconfig");
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void add(Path file, Map<?, ?> tree) {
    if (current == null && tree.get("current-context") instanceof String name && !name.isEmpty()) {
      current = name;
    }
    for (String list : LISTS) {
      if (tree.get(list) instanceof List<?> entries) {
        entries.forEach(entry -> add(file, Objects.requireNonNull(named.get(list)), entry));
      }
    }
  }

  private static void add(Path file, Map<String, Object> known, Object entry) {
    if (entry instanceof Map<?, ?> map && map.get("name") instanceof String name) {
      known.putIfAbsent(name, absolute(file, map));
    }
  }

  /** The same entry with all its paths absolute. */
  private static Map<String, Object> absolute(Path file, Map<?, ?> entry) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Map<String, Object> copy = new LinkedHashMap<>();
    entry.forEach(
        (key, value) ->
            copy.put(String.valueOf(key), absolute(folder, String.valueOf(key), value)));
    return copy;
  }

  private static Object absolute(Path folder, String key, Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (inner, v) ->
              copy.put(String.valueOf(inner), absolute(folder, String.valueOf(inner), v)));
      return copy;
    }
    boolean isPath =
        value instanceof String text
            && (PATHS.contains(key) || (key.equals("command") && text.contains("/")));
    return isPath ? folder.resolve((String) value).toString() : value;
  }

  /**
   * A context that was chosen.
   *
   * @param config without the plug-in, which the client library would start
   * @param plugin what gives the credentials, or null
   */
  record Chosen(KubeConfig config, @Nullable CredentialPlugin plugin) {}

  /**
   * The configuration with a context chosen.
   *
   * @param context null for the current one
   * @throws ProblemException when there is no such context, or it names what is not there
   */
  Chosen with(@Nullable String context) {
    String chosen = context == null ? current : context;
    Map<String, Object> contexts = Objects.requireNonNull(named.get("contexts"));
    if (chosen == null || !contexts.containsKey(chosen)) {
      throw noContext(chosen, contexts);
    }
    KubeConfig config =
        new KubeConfig(
            new ArrayList<>(entries("contexts")),
            new ArrayList<>(entries("clusters")),
            new ArrayList<>(withoutPlugins()));
    config.setFile(files.get(0).toFile());
    config.setContext(chosen);
    if (config.getServer() == null) {
      throw invalid(
          ExitCode.INVALID,
          "context",
          chosen,
          "must name a cluster that the kubeconfig has with its server",
          "See kubectl config view");
    }
    return new Chosen(config, plugin(chosen));
  }

  private @Nullable CredentialPlugin plugin(String context) {
    Map<?, ?> names = part("contexts", context, "context");
    Map<?, ?> user = part("users", String.valueOf(names.get("user")), "user");
    Map<?, ?> cluster = part("clusters", String.valueOf(names.get("cluster")), "cluster");
    return CredentialPlugin.of(user, cluster, System.err::println).orElse(null);
  }

  private Map<?, ?> part(String list, String name, String part) {
    Object entry = Objects.requireNonNull(named.get(list)).get(name);
    return entry instanceof Map<?, ?> map && map.get(part) instanceof Map<?, ?> found
        ? found
        : Map.of();
  }

  private List<Object> withoutPlugins() {
    return entries("users").stream().map(Kubeconfig::withoutPlugin).toList();
  }

  private static Object withoutPlugin(Object entry) {
    if (!(entry instanceof Map<?, ?> named) || !(named.get("user") instanceof Map<?, ?> user)) {
      return entry;
    }
    Map<Object, Object> less = new LinkedHashMap<>(user);
    less.remove("exec");
    Map<Object, Object> copy = new LinkedHashMap<>(named);
    copy.put("user", less);
    return copy;
  }

  private Collection<Object> entries(String which) {
    return Objects.requireNonNull(named.get(which)).values();
  }

  private ProblemException noContext(@Nullable String chosen, Map<String, Object> contexts) {
    String hint =
        contexts.isEmpty()
            ? "The kubeconfig has none: " + files
            : chosen == null
                ? "Name one of " + new TreeSet<>(contexts.keySet()) + " with --context"
                : NearestName.hint(chosen, List.copyOf(contexts.keySet()));
    return invalid(
        chosen == null ? ExitCode.INVALID : ExitCode.NOT_FOUND,
        "context",
        chosen == null ? "not set" : chosen,
        "must be in the kubeconfig",
        hint);
  }

  private static ProblemException invalid(
      ExitCode exit, String path, String value, String rule, String fix) {
    return new ProblemException(exit, new Problem("RLN-771", path, value, rule, fix));
  }
}
