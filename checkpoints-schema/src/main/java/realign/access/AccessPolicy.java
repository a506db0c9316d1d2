package realign.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Policies in the language of AWS IAM. {@code s3:if-none-match} tells a put-if-absent, also that
 * which completes an upload in parts; {@code s3:ObjectCreationOperation} is false for what begins
 * such an upload and sends its parts, which creates nothing yet.
 */
public final class AccessPolicy {
  private static final String VERSION = "2012-10-17";
  private static final String PUT = "s3:PutObject";
  private static final String ABORT = "s3:AbortMultipartUpload";
  private static final String DELETE = "s3:DeleteObject";
  private static final String DELETE_VERSION = "s3:DeleteObjectVersion";

  private final ObjectNode policy = JsonNodeFactory.instance.objectNode();

  private AccessPolicy() {
    policy.put("Version", VERSION);
  }

  /**
   * What an identity of a role may do; nothing else is allowed.
   *
   * @param run the one run to which its changes are limited, or null for all
   * @param inputs other places that it may read: models and data
   */
  public static ObjectNode of(
      Role role, BucketPlace store, @Nullable String run, List<BucketPlace> inputs) {
    AccessPolicy made = new AccessPolicy();
    made.list("List", store);
    role.of(run).forEach(grant -> made.grant(grant, store));
    if (role.writesBesideImmutable()) {
      made.denyOverwriting("NeverOverwrite", List.of("champion/*/record.json"), store, false);
    }
    for (int i = 0; i < inputs.size(); i++) {
      made.list("ListInput" + (i + 1), inputs.get(i));
      made.statement("ReadInput" + (i + 1), "Allow", List.of("s3:GetObject"))
          .withArrayProperty("Resource")
          .add(inputs.get(i).arn("*"));
    }
    return made.policy;
  }

  /** For the bucket itself: what holds for everybody, whatever else they are allowed. */
  public static ObjectNode ofBucket(BucketPlace store) {
    AccessPolicy made = new AccessPolicy();
    ObjectNode never =
        made.statement("NeverDelete", "Deny", List.of(DELETE, DELETE_VERSION))
            .put("Principal", "*");
    made.resources(never, Role.IMMUTABLE, store);
    made.denyOverwriting("NeverOverwrite", Role.IMMUTABLE, store, true);
    return made.policy;
  }

  /**
   * {@code IfExists}: when an object is missing the service asks whether the caller may list,
   * without any prefix, and answers 403 in place of 404 where it may not; the way to a log's end is
   * an entry that is missing.
   */
  private void list(String sid, BucketPlace place) {
    ObjectNode statement = statement(sid, "Allow", List.of("s3:ListBucket"));
    statement.withArrayProperty("Resource").add(place.bucketArn());
    if (!place.prefix().isEmpty()) {
      statement
          .putObject("Condition")
          .putObject("StringLikeIfExists")
          .putArray("s3:prefix")
          .add(place.prefix() + "*");
    }
  }

  private void grant(Grant grant, BucketPlace store) {
    switch (grant.permission()) {
      case READ -> resources(statement("Read", "Allow", List.of("s3:GetObject")), grant, store);
      case CREATE -> create(grant, store);
      case WRITE -> resources(statement("Write", "Allow", List.of(PUT, ABORT)), grant, store);
      case DELETE -> resources(statement("Delete", "Allow", List.of(DELETE)), grant, store);
    }
  }

  private void create(Grant grant, BucketPlace store) {
    ObjectNode create = statement("Create", "Allow", List.of(PUT));
    resources(create, grant, store);
    create.putObject("Condition").putObject("Null").put("s3:if-none-match", "false");
    ObjectNode parts = statement("SendParts", "Allow", List.of(PUT));
    resources(parts, grant, store);
    parts.putObject("Condition").putObject("Bool").put("s3:ObjectCreationOperation", "false");
    resources(statement("AbortParts", "Allow", List.of(ABORT)), grant, store);
  }

  private void denyOverwriting(
      String sid, List<String> keys, BucketPlace store, boolean everybody) {
    ObjectNode statement = statement(sid, "Deny", List.of(PUT));
    if (everybody) {
      statement.put("Principal", "*");
    }
    resources(statement, keys, store);
    ObjectNode condition = statement.putObject("Condition");
    condition.putObject("Null").put("s3:if-none-match", "true");
    condition.putObject("Bool").put("s3:ObjectCreationOperation", "true");
  }

  private ObjectNode statement(String sid, String effect, List<String> actions) {
    ObjectNode statement = policy.withArrayProperty("Statement").addObject();
    statement.put("Sid", sid).put("Effect", effect);
    actions.forEach(statement.withArrayProperty("Action")::add);
    return statement;
  }

  private void resources(ObjectNode statement, Grant grant, BucketPlace store) {
    resources(statement, grant.keys(), store);
  }

  private void resources(ObjectNode statement, List<String> keys, BucketPlace store) {
    ArrayNode resources = statement.putArray("Resource");
    keys.forEach(key -> resources.add(store.arn(key)));
  }
}
