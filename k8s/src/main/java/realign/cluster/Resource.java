package realign.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A collection of objects of an API server, or one object of it.
 *
 * @param apiVersion such as {@code v1} or {@code batch/v1}
 * @param namespace null for what has none
 * @param plural such as {@code jobs}
 * @param name one object, or null for all
 * @param part such as {@code log}, or empty
 */
public record Resource(
    String apiVersion,
    @Nullable String namespace,
    String plural,
    @Nullable String name,
    String part) {

  /** All objects of a kind in a namespace. */
  public static Resource of(String apiVersion, @Nullable String namespace, String plural) {
    return new Resource(apiVersion, namespace, plural, null, "");
  }

  /** One of them. */
  public Resource named(String one) {
    return new Resource(apiVersion, namespace, plural, one, "");
  }

  /** A part of the object. */
  Resource part(String which) {
    return new Resource(apiVersion, namespace, plural, name, which);
  }

  String path() {
    String root = apiVersion.contains("/") ? "/apis/" : "/api/";
    String where = namespace == null ? "" : "/namespaces/" + encoded(namespace);
    String which = name == null ? "" : "/" + encoded(name);
    return root + apiVersion + where + "/" + plural + which + (part.isEmpty() ? "" : "/" + part);
  }

  /** As RBAC names it: {@code jobs.batch}, {@code pods/log}. */
  String rbac() {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : "." + apiVersion.substring(0, slash);
    return plural + group + (part.isEmpty() ? "" : "/" + part);
  }

  /** {@code jobs.batch/night-1 in namespace ml}. */
  @Override
  public String toString() {
    return rbac()
        + (name == null ? "" : " " + name)
        + (namespace == null ? "" : " in namespace " + namespace);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
