package realign.cluster;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import realign.cluster.CredentialPlugin.Credential;

/**
 * Gives every request a token that a program named, and asks it for another when that expires or
 * the server refuses it: what follows a run outlives any token.
 */
final class RenewedToken implements Interceptor {
  private static final int UNAUTHORIZED = 401;

  /** A token must last for the request. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final CredentialPlugin plugin;
  private final Clock clock;
  private Credential current;

  RenewedToken(CredentialPlugin plugin, Credential first, Clock clock) {
    this.plugin = plugin;
    this.current = first;
    this.clock = clock;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Credential used = current();
    Response response = chain.proceed(with(chain.request(), used));
    if (response.code() != UNAUTHORIZED) {
      return response;
    }
    Credential next = renewed(response, used);
    if (Objects.equals(next.token(), used.token())) {
      return response;
    }
    response.close();
    return chain.proceed(with(chain.request(), next));
  }

  private Credential renewed(Response refusal, Credential used) {
    try {
      return after(used);
    } catch (RuntimeException none) {
      refusal.close();
      throw none;
    }
  }

  private static Request with(Request request, Credential credential) {
    return request.newBuilder().header("Authorization", "Bearer " + credential.token()).build();
  }

  private synchronized Credential current() {
    Instant expires = current.expires();
    return expires != null && clock.instant().plus(MARGIN).isAfter(expires)
        ? after(current)
        : current;
  }

  /** Several requests may be refused at the same time: the program is asked once. */
  private synchronized Credential after(Credential used) {
    if (current.equals(used)) {
      current = plugin.token();
    }
    return current;
  }
}
