package realign.coordinator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/**
 * Hands a document to whoever listens at an address, once. The address may hold a token, so nothing
 * that is said here names it; and it is the only one: a redirection is a refusal.
 */
final class Webhook implements Notices.Post {
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final URI address;
  private final HttpClient client;
  private final Duration longest;

  /** A webhook; {@link IllegalArgumentException}, without the address, where it is none. */
  Webhook(String address) {
    this(address, LONGEST);
  }

  Webhook(String address, Duration longest) {
    this.address = parse(address);
    this.longest = longest;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(longest)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  private static URI parse(String text) {
    URI address;
    try {
      address = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no address of a webhook"); // the cause would name it
    }
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (address.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("no address of a webhook");
    }
    return address;
  }

  @Override
  public Notices.Answer send(Notice notice) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(longest)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", notice.id())
            .POST(HttpRequest.BodyPublishers.ofString(notice.json()))
            .build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return new Notices.Answer(status / 100 == 2, mayWorkLater(status), "answered " + status);
    } catch (IOException e) {
      return new Notices.Answer(false, true, "gave no answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Notices.Answer(false, false, "was not waited for");
    }
  }

  private static boolean mayWorkLater(int status) {
    return status >= 500 || status == 408 || status == 425 || status == 429;
  }
}
