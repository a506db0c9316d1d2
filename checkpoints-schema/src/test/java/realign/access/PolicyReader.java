package realign.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy as the service would: a matching Deny wins, else a matching Allow is needed. Knows
 * no more of the language than the policies here use, and fails at anything else.
 */
record PolicyReader(BucketPlace store, JsonNode policy) {

  boolean allows(Request request) {
    return matches("Allow", request) && !denies(request);
  }

  boolean denies(Request request) {
    return matches("Deny", request);
  }

  /** What is asked of the service: an action on a key, with what the service knows of it. */
  record Request(String action, String key, Map<String, String> context) {
    static Request get(String key) {
      return new Request("s3:GetObject", key, Map.of());
    }

    static Request create(String key) {
      return new Request(
          "s3:PutObject",
          key,
          Map.of("s3:if-none-match", "*", "s3:ObjectCreationOperation", "true"));
    }

    static Request put(String key) {
      return new Request("s3:PutObject", key, Map.of("s3:ObjectCreationOperation", "true"));
    }

    static Request part(String key) {
      return new Request("s3:PutObject", key, Map.of("s3:ObjectCreationOperation", "false"));
    }

    static Request delete(String key) {
      return new Request("s3:DeleteObject", key, Map.of());
    }

    static Request abort(String key) {
      return new Request("s3:AbortMultipartUpload", key, Map.of());
    }

    /** Of the bucket, below a prefix of the store. */
    static Request list(BucketPlace store, String prefix) {
      return new Request("s3:ListBucket", "", Map.of("s3:prefix", store.prefix() + prefix));
    }
  }

  private boolean matches(String effect, Request request) {
    return StreamSupport.stream(policy.path("Statement").spliterator(), false)
        .filter(statement -> statement.path("Effect").asText().equals(effect))
        .anyMatch(statement -> matches(statement, request));
  }

  private boolean matches(JsonNode statement, Request request) {
    String arn = "arn:aws:s3:::" + store.bucket();
    String resource =
        request.action().equals("s3:ListBucket") ? arn : arn + "/" + store.prefix() + request.key();
    return any(statement.path("Action"), request.action())
        && any(statement.path("Resource"), resource)
        && conditions(statement.path("Condition"), request.context());
  }

  private static boolean any(JsonNode patterns, String text) {
    return StreamSupport.stream(patterns.spliterator(), false)
        .anyMatch(pattern -> like(pattern.asText(), text));
  }

  /** A star is any signs, slashes included. */
  private static boolean like(String pattern, String text) {
    String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    return text.matches(quoted);
  }

  private static boolean conditions(JsonNode operators, Map<String, String> context) {
    return operators.properties().stream()
        .allMatch(
            operator ->
                operator.getValue().properties().stream()
                    .allMatch(
                        key ->
                            holds(operator.getKey(), context.get(key.getKey()), key.getValue())));
  }

  private static boolean holds(String operator, @Nullable String value, JsonNode wanted) {
    return switch (operator) {
      case "Null" -> (value == null) == wanted.asText().equals("true");
      case "Bool" -> wanted.asText().equals(value);
      case "StringLikeIfExists" -> value == null || any(wanted, value);
      default -> throw new AssertionError("no such condition here: " + operator);
    };
  }
}
