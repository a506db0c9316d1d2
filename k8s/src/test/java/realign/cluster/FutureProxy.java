package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Stands before an API server and gives every object fields that no client of today knows. */
final class FutureProxy implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final OkHttpClient http;
  private final String base;

  FutureProxy(String kubeconfig) throws IOException {
    ApiClient client = Config.fromConfig(kubeconfig);
    base = client.getBasePath();
    http = client.getHttpClient().newBuilder().readTimeout(Duration.ZERO).build();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::forward);
    server.start();
  }

  /** A kubeconfig that goes through here. */
  Path kubeconfig(Path folder, String original) throws IOException {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    String changed =
        Files.readString(Path.of(original))
            .replaceAll("server: \"?https://[^\",}\\s]+\"?", "server: \"" + address + "\"");
    return Files.writeString(folder.resolve("future.kubeconfig"), changed);
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Request.Builder request = new Request.Builder().url(base + exchange.getRequestURI());
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (name.equals("Authorization") || name.equals("Content-type")) {
                  request.header(name, values.get(0));
                }
              });
      String method = exchange.getRequestMethod();
      boolean none = method.equals("GET") || (method.equals("DELETE") && body.length == 0);
      request.method(method, none ? null : RequestBody.create(body, null));
      try (Response response = http.newCall(request.build()).execute()) {
        answer(exchange, response);
      }
    }
  }

  private static void answer(HttpExchange exchange, Response response) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.code(), 0);
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(response.body().byteStream(), StandardCharsets.UTF_8));
    try (var out = exchange.getResponseBody()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write((future(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  private static String future(String line) throws IOException {
    if (!line.startsWith("{")) {
      return line;
    }
    JsonNode tree = JSON.readTree(line);
    add(tree);
    return tree.toString();
  }

  private static void add(JsonNode node) {
    node.forEach(FutureProxy::add);
    if (node instanceof ObjectNode object
        && !object.isEmpty()
        && object.get("app.kubernetes.io/name") == null) {
      object.putObject("fieldOfTomorrow").put("depth", 1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
