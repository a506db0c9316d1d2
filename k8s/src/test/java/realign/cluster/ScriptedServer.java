package realign.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server that answers what a test says, in order; the last answer stands. */
final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  private record Answer(int code, String body) {}

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  ScriptedServer then(int code, String body) {
    answers.add(new Answer(code, body));
    return this;
  }

  /** Method and path of each request, its query without what does not matter here. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** The header of each request, or null where it had none. */
  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  KubernetesCluster connect(Path folder) throws IOException {
    return connect(folder, "{token: x}");
  }

  /** As a user whose entry of the kubeconfig this is. */
  KubernetesCluster connect(Path folder, String user) throws IOException {
    Path file = folder.resolve("scripted");
    Files.writeString(
        file,
        """
        current-context: it
        contexts: [{name: it, context: {cluster: it, user: it, namespace: ml}}]
        clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: it, user: %s}]
        """
            .formatted(server.getAddress().getPort(), user));
    return Clusters.connect(new ClusterOptions(file.toString(), null, null), Map.of(), null);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String sent = body.length == 0 ? "" : " " + new String(body, StandardCharsets.UTF_8);
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + sent);
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      Answer answer = next();
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.code(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Answer next() {
    Answer next = answers.size() > 1 ? answers.poll() : answers.peek();
    return next == null ? new Answer(500, "{}") : next;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
