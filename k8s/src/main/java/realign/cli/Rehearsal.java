package realign.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import realign.log.Draft;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.Restored;
import realign.log.ScopeLog;
import realign.log.Settings;
import realign.spec.ContentDigest;
import realign.spec.ResolvedSpec;
import realign.spec.SpecReader;
import realign.spec.Target;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;

/**
 * Goes through the commands that people repeat, once, while the package is built: the classes that
 * are loaded by then make up an archive, from which later starts take them ready-made. Not for
 * testing: what the commands say is kept beside the archive, for those who wonder why it is small.
 */
final class Rehearsal {
  private static final String RUN = "rehearsal";

  /** Where the server has the objects of the store. */
  private static final String PREFIX = "/rehearsal/p/";

  private static final String SPEC =
      """
      apiVersion: realign/v1
      name: rehearsal
      model: {path: model}
      align:
        data: {path: data.jsonl, format: alpaca}
        methods: [{name: sft}, {name: vaccine, rho: 3}]
      attack:
        benign: {path: data.jsonl, format: alpaca}
        harmful: {path: data.jsonl, format: beavertails, keep: unsafe}
        samples: 10
        cells: {harmfulRatio: [0.05]}
      evaluate:
        harmful: {path: data.jsonl, judges: [{lexicon: data.jsonl}]}
        benign: {path: data.jsonl, format: alpaca}
        atSteps: [20, 40]
      gate: {candidate: {method: vaccine, seed: 1}, maxHarmfulScore: 50}
      """;

  private static final String KEYS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
      <Name>b</Name><IsTruncated>false</IsTruncated>%s</ListBucketResult>
      """;

  private static final String KEY =
      """
      <Contents><Key>p/%s</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>
      <ETag>&quot;0&quot;</ETag><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>
      """;

  private static final String REPORT =
      """
      {"schemaVersion": 1, "verdict": {"outcome": "PASS", "sentence": "All is well.",
       "reasons": [{"outcome": "PASS", "rule": "r", "scope": null, "text": "t"}],
       "candidate": null, "comparedWith": null}}
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
       clusters: [{name: c, cluster: {server: '%s/kubernetes', certificate-authority-data: %s}}],
       users: [{name: c, user: {token: rehearsal}}],
       contexts: [{name: c, context: {cluster: c, user: c}}]}
      """;

  private final Path folder;
  private final Path store;

  private Rehearsal(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store");
  }

  /** Rehearses in a folder, which it may fill. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    RehearsalKeys keys = RehearsalKeys.make(folder.resolve("keys.p12"));
    HttpsServer secure = HttpsServer.create(anyPort(), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
    Rehearsal rehearsal = new Rehearsal(folder);
    String endpoint = "https://" + rehearsal.start(secure);
    String plain = "http://" + rehearsal.start(HttpServer.create(anyPort(), 0));
    keys.trust();
    try {
      rehearsal.all(endpoint, plain, keys.certificate());
      System.exit(0);
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      System.exit(1); // the servers' threads would go on for ever
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private String start(HttpServer server) {
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void all(String endpoint, String plain, String certificate) throws IOException {
    String files = "file:" + store;
    establish(files);
    Path cluster = folder.resolve("kubeconfig");
    Files.writeString(cluster, KUBECONFIG.formatted(endpoint, certificate));
    String[][] stores = {
      {"--store", files}, {"--target", target(endpoint)}, {"--target", target(plain)}
    };
    for (String[] where : stores) {
      run("ls", where[0], where[1]);
      run("status", RUN, where[0], where[1], "--kubeconfig", cluster.toString());
      run("status", RUN, where[0], where[1], "--output", "json");
    }
    run("version");
    run("--help");
  }

  private String target(String endpoint) throws IOException {
    Path file = folder.resolve(URI.create(endpoint).getScheme() + ".yaml");
    String settings =
        "store: 's3://rehearsal/p'\ns3: {region: us-east-1, endpoint: '%s', attempts: 1}\n";
    Files.writeString(file, settings.formatted(endpoint));
    return file.toString();
  }

  private void establish(String address) throws IOException {
    Files.createDirectories(folder.resolve("model"));
    Files.writeString(folder.resolve("model/config.json"), "{}");
    Files.writeString(folder.resolve("data.jsonl"), "{}");
    ResolvedSpec spec =
        ResolvedSpec.resolve(
            SpecReader.ofRunSpec().text("rehearsal.yaml", SPEC).value(),
            folder,
            new ContentDigest());
    try (ObjectStore objects = ObjectStores.open(address)) {
      new Runs(objects).establish(RUN, spec);
      try (ScopeLog held = claim(objects, "align-000")) {
        held.saveNow(draft("align", Map.of()));
        held.release();
      }
      try (ScopeLog ended = claim(objects, StoredReport.SCOPE)) {
        Payload report = Payload.of(REPORT.getBytes(StandardCharsets.UTF_8));
        ended.saveNow(
            draft("report", Map.of(StoredReport.JSON, new Draft.Artefact(report, false))));
        ended.done("key", Map.of());
      }
    }
  }

  private static ScopeLog claim(ObjectStore objects, String scope) {
    Target target = SpecReader.ofTarget().text("target.yaml", "{}").value();
    Provenance none = new Provenance(RUN, RUN, Map.of(), RUN, RUN, 1);
    Settings settings =
        new Settings(target.timeToLive(), target.heartbeat(), target.checkpoint(), false, none);
    ScopeLog log = ScopeLog.claim(objects, RUN, scope, Holder.self(), settings);
    Restored unused = log.restore();
    return log;
  }

  private static Draft draft(String stage, Map<String, Draft.Artefact> artefacts) {
    return new Draft(stage, 1, true, Map.of(), artefacts, Set.of(), List.of());
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

  private void answer(HttpExchange exchange) throws IOException {
    URI asked = exchange.getRequestURI();
    String path = asked.getPath();
    Path object = store.resolve(path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "none");
    if (path.startsWith("/kubernetes")) {
      answer(exchange, 200, "application/json", path.contains("/jobs") ? JOBS : PODS);
    } else if (asked.getQuery() != null && asked.getQuery().contains("list-type")) {
      answer(exchange, 200, "application/xml", KEYS.formatted(contents(asked.getQuery())));
    } else if (Files.isRegularFile(object)) {
      answer(exchange, 200, "application/json", Files.readString(object));
    } else {
      answer(exchange, 404, "application/xml", NO_SUCH_KEY);
    }
  }

  /** All keys at once, of any prefix; who asks for what comes after one has them. */
  private String contents(String query) throws IOException {
    if (query.contains("start-after")) {
      return "";
    }
    try (Stream<Path> files = Files.walk(store.resolve("runs"))) {
      return files
          .filter(Files::isRegularFile)
          .sorted() // else the newest entry of a log would not be its last
          .map(file -> KEY.formatted(store.relativize(file)))
          .collect(Collectors.joining());
    }
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    // a list comes in chunks, as no service knows its length before
    exchange.sendResponseHeaders(code, type.endsWith("xml") ? 0 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
