package realign.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import realign.spec.ContentDigest;
import realign.spec.ResolvedSpec;
import realign.spec.SpecReader;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/**
 * Goes through the commands that people repeat, once, while the package is built: the classes that
 * are loaded by then make up an archive, from which later starts take them ready-made. Not for
 * testing: what the commands say is kept beside the archive, for those who wonder why it is small.
 */
final class Rehearsal {
  private static final String RUN = "rehearsal";

  private static final String SPEC =
      """
      apiVersion: realign/v1
      name: rehearsal
      model: {path: model}
      align:
        data: {path: safe.jsonl, format: alpaca}
        methods: [{name: sft}]
      """;

  private static final String NO_RUNS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ListBucketResult><Name>b</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>
      """;

  private static final String NO_SUCH_KEY =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Error><Code>NoSuchKey</Code><Message>none</Message></Error>
      """;

  private static final String JOBS =
      """
      {"apiVersion": "batch/v1", "kind": "JobList", "metadata": {"resourceVersion": "1"}, "items": [
       {"metadata": {"name": "rehearsal", "uid": "1", "creationTimestamp": "2026-01-01T00:00:00Z"},
        "status": {"active": 1, "conditions": []}}]}
      """;

  private static final String PODS =
      """
      {"apiVersion": "v1", "kind": "PodList", "metadata": {"resourceVersion": "1"}, "items": [
       {"metadata": {"name": "rehearsal-1", "creationTimestamp": "2026-01-01T00:00:00Z",
                     "labels": {"batch.kubernetes.io/job-name": "rehearsal"}},
        "status": {"phase": "Pending"}}]}
      """;

  private static final String KUBECONFIG =
      """
      {apiVersion: v1, kind: Config, current-context: c,
       clusters: [{name: c, cluster: {server: '%s/kubernetes'}}], users: [{name: c, user: {}}],
       contexts: [{name: c, context: {cluster: c, user: c}}]}
      """;

  private final Path folder;
  private final String endpoint;

  private Rehearsal(Path folder, String endpoint) {
    this.folder = folder;
    this.endpoint = endpoint;
  }

  /** Rehearses in a folder, which it may fill. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, folder));
    server.start();
    // to nobody but the server above
    System.setProperty("aws.accessKeyId", RUN);
    System.setProperty("aws.secretAccessKey", RUN);
    try {
      new Rehearsal(folder, "http://127.0.0.1:" + server.getAddress().getPort()).all();
    } finally {
      server.stop(0);
    }
  }

  private void all() throws IOException {
    String store = "file:" + folder.resolve("store");
    establish(store);
    Path bucket = folder.resolve("target.yaml");
    Files.writeString(
        bucket,
        "store: 's3://rehearsal/p'\ns3: {region: us-east-1, endpoint: '%s', attempts: 1}\n"
            .formatted(endpoint));
    for (String[] where : new String[][] {{"--store", store}, {"--target", bucket.toString()}}) {
      run("ls", where[0], where[1]);
      run("status", RUN, where[0], where[1]);
      run("status", RUN, where[0], where[1], "--output", "json");
    }
    Path cluster = folder.resolve("kubeconfig");
    Files.writeString(cluster, KUBECONFIG.formatted(endpoint));
    run("status", RUN, "--store", store, "--kubeconfig", cluster.toString());
    run("--help");
  }

  private void establish(String address) throws IOException {
    Files.createDirectories(folder.resolve("model"));
    Files.writeString(folder.resolve("model/config.json"), "{}");
    Files.writeString(folder.resolve("safe.jsonl"), "{}");
    ResolvedSpec spec =
        ResolvedSpec.resolve(
            SpecReader.ofRunSpec().text("rehearsal.yaml", SPEC).value(),
            folder,
            new ContentDigest());
    try (ObjectStore store = ObjectStores.open(address)) {
      new Runs(store).establish(RUN, spec);
    }
  }

  private void run(String... arguments) {
    Map<String, String> environment = Map.of("HOME", folder.toString());
    Surroundings surroundings =
        new Surroundings(
            environment,
            folder,
            new Terminal(System.out, System.err, false, false, null),
            Clock.systemUTC(),
            new JavaChild(environment));
    RealignCommand.commandLine(surroundings, arguments).execute(arguments);
  }

  private static void answer(HttpExchange exchange, Path folder) throws IOException {
    String asked = exchange.getRequestURI().toString();
    if (asked.startsWith("/kubernetes")) {
      answer(exchange, 200, "application/json", asked.contains("/jobs") ? JOBS : PODS);
    } else if (asked.contains("list-type")) {
      answer(exchange, 200, "application/xml", NO_RUNS);
    } else if (asked.endsWith("/" + Runs.specKey(RUN))) {
      Path spec = folder.resolve("store").resolve(Runs.specKey(RUN));
      answer(exchange, 200, "application/json", Files.readString(spec));
    } else {
      answer(exchange, 404, "application/xml", NO_SUCH_KEY);
    }
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.strip().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
