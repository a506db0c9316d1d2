package realign.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Requests to an API server, whose answers stay JSON: the client's typed models refuse any field
 * that they do not know, so that a newer cluster would break every read. They are only used to
 * build what is sent. Not for what objects mean.
 *
 * <p>A request is tried again while the server cannot be reached, is busy or restarts, until the
 * patience has run out.
 */
public final class ClusterApi implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<Integer> TRANSIENT = Set.of(429, 500, 502, 503, 504);
  private static final int GONE = 410;
  private static final int MISSING = 404;
  private static final int CONFLICT = 409;

  /** Answer to a question for the log of a container that has not begun. */
  private static final int WAITING = 400;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final int READ_TIMEOUT_MS = 20_000;
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** However little patience there is, a slow server gets so much for one answer. */
  private static final Duration SHORTEST_TRY = Duration.ofSeconds(5);

  private static final int PAGE = 500;

  private final ApiClient client;
  private final Duration patience;
  private final Duration beginning;

  ClusterApi(ApiClient client, Duration patience) {
    this(client, patience, Duration.ofMillis(READ_TIMEOUT_MS));
  }

  /**
   * A cluster.
   *
   * @param patience how long a request is tried
   * @param beginning how long an answer that keeps coming may take to begin
   */
  ClusterApi(ApiClient client, Duration patience, Duration beginning) {
    this.client = client.setReadTimeout(READ_TIMEOUT_MS).setConnectTimeout(CONNECT_TIMEOUT_MS);
    this.patience = patience;
    this.beginning = beginning;
  }

  /** The same cluster, tried for so long. */
  ClusterApi patient(Duration longest) {
    return new ClusterApi(client, longest, beginning);
  }

  /** Address of the API server. */
  public String server() {
    return client.getBasePath();
  }

  /** An object, or empty when there is none. */
  public Optional<JsonNode> find(Resource object) {
    Request get = new Request("GET", "get", object, Map.of(), null, "");
    Answer answer = answer(get);
    return answer.code() == MISSING ? Optional.empty() : Optional.of(answer.success(get));
  }

  /** Objects and the version of the collection at which they were read. */
  public record Listing(List<JsonNode> items, String version) {
    public Listing {
      items = List.copyOf(items);
    }
  }

  /**
   * All objects of a kind.
   *
   * @param selector of labels; empty for all
   */
  public Listing list(Resource kind, String selector) {
    return list(kind, "labelSelector", selector);
  }

  /** All objects of a kind that a selector of fields takes. */
  public Listing listByFields(Resource kind, String selector) {
    return list(kind, "fieldSelector", selector);
  }

  private Listing list(Resource kind, String by, String selector) {
    List<JsonNode> items = new ArrayList<>();
    String next = "";
    JsonNode page;
    do {
      Map<String, String> query = new HashMap<>(Map.of("limit", String.valueOf(PAGE)));
      put(query, by, selector);
      put(query, "continue", next);
      Request list = new Request("GET", "list", kind, query, null, "");
      Answer answer = answer(list);
      if (answer.code() == GONE && !next.isEmpty()) { // the pages before have become too old
        items.clear();
        next = "";
        page = MissingNode.getInstance();
        continue;
      }
      page = answer.success(list);
      page.path("items").forEach(items::add);
      next = page.path("metadata").path("continue").asText();
    } while (page.isMissingNode() || !next.isEmpty());
    return new Listing(items, page.path("metadata").path("resourceVersion").asText());
  }

  private static void put(Map<String, String> query, String key, String value) {
    if (!value.isEmpty()) {
      query.put(key, value);
    }
  }

  /** How a change is checked before it is made. */
  public enum Mode {
    /** Makes it. */
    REAL,
    /** The cluster checks and admits it, and changes nothing. */
    DRY_RUN;

    private Map<String, String> query() {
      return this == REAL
          ? Map.of("fieldValidation", "Strict")
          : Map.of("fieldValidation", "Strict", "dryRun", "All");
    }
  }

  /**
   * Creates an object.
   *
   * @param object a typed model, or JSON
   * @return the object as created; empty when there is one of that name already
   */
  public Optional<JsonNode> create(Resource kind, Object object, Mode mode) {
    Request post =
        new Request("POST", "create", kind, mode.query(), json(object), "application/json");
    Answer answer = answer(post);
    boolean exists =
        answer.code() == CONFLICT && answer.json().path("reason").asText().equals("AlreadyExists");
    return exists ? Optional.empty() : Optional.of(answer.success(post));
  }

  /** Changes some fields of an object by a merge patch; empty when there is no such object. */
  public Optional<JsonNode> patch(Resource object, JsonNode change) {
    Request patch =
        new Request(
            "PATCH",
            "patch",
            object,
            Mode.REAL.query(),
            json(change),
            "application/merge-patch+json");
    Answer answer = answer(patch);
    return answer.code() == MISSING ? Optional.empty() : Optional.of(answer.success(patch));
  }

  /**
   * Puts an object in place as it is given, whether there is one or not; what others have set of it
   * and it does not mention stays.
   */
  public JsonNode apply(Resource object, JsonNode whole, Mode mode) {
    Map<String, String> query = new HashMap<>(mode.query());
    query.put("fieldManager", "realign");
    query.put("force", "true");
    Request apply =
        new Request("PATCH", "patch", object, query, json(whole), "application/apply-patch+yaml");
    return answer(apply).success(apply);
  }

  /**
   * Tells an object to go.
   *
   * @param propagation {@code Foreground}: it goes after all that it owns
   * @param uid of the one that is meant: another of its name stays
   * @return false when it is gone already
   */
  public boolean delete(Resource object, String propagation, String uid) {
    var options = MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.put("propagationPolicy", propagation).putObject("preconditions").put("uid", uid);
    Request delete =
        new Request("DELETE", "delete", object, Map.of(), json(options), "application/json");
    Answer answer = answer(delete);
    if (answer.code() == MISSING || answer.code() == CONFLICT) {
      return false;
    }
    answer.success(delete);
    return true;
  }

  /**
   * A pod's log from the server, to be closed, or empty when there is none yet or any more. It may
   * be silent for hours, but has to begin soon: of a container that has said nothing yet it does
   * not, so that a log that is followed is then to be asked for again.
   *
   * @param query such as {@code follow}, {@code timestamps}, {@code sinceTime}
   * @throws NoLogNow when the server cannot get at it now, such as where its node is away, or does
   *     not begin to answer
   * @throws IOException when the server itself is away
   */
  Optional<Stream> log(Resource pod, Map<String, String> query) throws IOException {
    Request get = new Request("GET", "get", pod.part("log"), query, null, "");
    Call call = call(get, true);
    Response response = begun(call);
    if (response.isSuccessful() && response.body() != null) {
      return Optional.of(new Stream(call, response));
    }
    Answer answer = Answer.read(response);
    if (answer.code() == MISSING || answer.code() == WAITING) {
      return Optional.empty();
    }
    if (!TRANSIENT.contains(answer.code())) {
      answer.success(get);
    }
    throw new NoLogNow(answer.code() + " " + answer.json().path("message").asText());
  }

  /** The answer's beginning; a server that hangs takes the request and never says a word. */
  private Response begun(Call call) throws IOException {
    AsyncTimeout limit =
        new AsyncTimeout() {
          @Override
          protected void timedOut() {
            call.cancel();
          }
        };
    limit.timeout(beginning.toMillis(), TimeUnit.MILLISECONDS);
    limit.enter();
    try {
      Response response = call.execute();
      if (!limit.exit()) {
        return response;
      }
      response.close();
    } catch (IOException e) {
      if (!limit.exit()) {
        throw e;
      }
    }
    throw new NoLogNow("no answer within " + beginning);
  }

  /** The server cannot get at a log. */
  static final class NoLogNow extends IOException {
    private static final long serialVersionUID = 1L;

    NoLogNow(String words) {
      super(words);
    }
  }

  /**
   * Opens a watch, to be closed; the caller bounds it by the query's {@code timeoutSeconds} and by
   * closing it.
   *
   * @param begun gets the call before the server is asked: one that hangs never answers, and only a
   *     cancellation ends that
   */
  Stream watch(Resource kind, Map<String, String> query, Consumer<Call> begun) throws IOException {
    Map<String, String> all = new HashMap<>(query);
    all.put("watch", "true");
    Request watch = new Request("GET", "watch", kind, all, null, "");
    Call call = call(watch, true);
    begun.accept(call);
    Response response = call.execute();
    if (!response.isSuccessful()) {
      Answer answer = Answer.read(response);
      if (TRANSIENT.contains(answer.code()) || answer.code() == GONE) {
        throw new IOException("watch answered " + answer.code());
      }
      answer.success(watch);
    }
    return new Stream(call, response);
  }

  /** An answer that keeps coming. */
  record Stream(Call call, Response response) implements AutoCloseable {
    InputStream bytes() {
      return java.util.Objects.requireNonNull(response.body()).byteStream();
    }

    @Override
    public void close() {
      call.cancel();
      response.close();
    }
  }

  private record Request(
      String method,
      String verb,
      Resource resource,
      Map<String, String> query,
      @Nullable String body,
      String type) {}

  private record Answer(int code, JsonNode json) {
    static Answer read(Response response) throws IOException {
      try (response) {
        byte[] body = response.body() == null ? new byte[0] : response.body().bytes();
        return new Answer(response.code(), parse(body));
      }
    }

    private static JsonNode parse(byte[] body) throws IOException {
      try {
        return MAPPER.readTree(body);
      } catch (JsonProcessingException e) { // a proxy's own words
        return MAPPER
            .createObjectNode()
            .put("message", new String(body, StandardCharsets.UTF_8).strip());
      }
    }

    JsonNode success(Request request) {
      if (code < 200 || code > 299) {
        throw new Refusal(request.verb(), request.resource(), code, json).exception();
      }
      return json;
    }
  }

  /** The answer, whatever it is, after as many tries as patience allows. */
  private Answer answer(Request request) {
    long end = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Answer busy = null;
      IOException failure = null;
      try {
        Answer answer = Answer.read(call(request, false).execute());
        if (!TRANSIENT.contains(answer.code())) {
          return answer;
        }
        busy = answer;
      } catch (IOException e) {
        failure = e;
      }
      boolean last =
          System.nanoTime() + pause.toNanos() - end > 0 || Thread.currentThread().isInterrupted();
      if (busy != null && last) {
        return busy;
      }
      if (failure != null && (last || isFinal(failure))) {
        throw Refusal.unreachable(request.verb(), request.resource(), server(), failure);
      }
      LockSupport.parkNanos(pause.toNanos());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** Whether trying again is in vain: a wrong name, a certificate that is not trusted. */
  private boolean isFinal(IOException failure) {
    if (patience.compareTo(Clusters.PATIENCE) > 0) {
      return false;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException
          || cause instanceof SSLPeerUnverifiedException
          || cause instanceof java.security.cert.CertificateException
          || cause instanceof java.security.cert.CertPathBuilderException) {
        return true;
      }
    }
    return false;
  }

  private Call call(Request request, boolean endless) {
    try {
      List<Pair> query = new ArrayList<>();
      request.query().forEach((key, value) -> query.add(new Pair(key, value)));
      Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json, */*"));
      if (request.body() != null) {
        headers.put("Content-Type", request.type());
      }
      okhttp3.Request built =
          client.buildRequest(
              null,
              request.resource().path(),
              request.method(),
              query,
              List.of(),
              request.body() == null ? null : request.body().getBytes(StandardCharsets.UTF_8),
              headers,
              Map.of(),
              Map.of(),
              new String[] {"BearerToken"},
              null);
      var http = client.getHttpClient();
      var limited =
          endless
              ? http.newBuilder().readTimeout(Duration.ZERO)
              : http.newBuilder().callTimeout(longestTry());
      return limited.build().newCall(built);
    } catch (ApiException e) {
      throw new IllegalStateException("a request that cannot be built: " + request.resource(), e);
    }
  }

  /** A server that hangs takes connections and never answers; zero is without a limit. */
  private Duration longestTry() {
    if (patience.toMillis() >= READ_TIMEOUT_MS) {
      return Duration.ZERO;
    }
    return patience.compareTo(SHORTEST_TRY) < 0 ? SHORTEST_TRY : patience;
  }

  private static String json(Object object) {
    return object instanceof JsonNode json ? json.toString() : JSON.serialize(object);
  }

  /** Lets go of connections and threads. */
  @Override
  public void close() {
    client.getHttpClient().dispatcher().executorService().shutdown();
    client.getHttpClient().connectionPool().evictAll();
  }
}
