package realign.cli;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.openapi.models.V1PolicyRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import realign.cluster.ControlPlane;

/** Accounts that may do all that a role may but one verb each. */
record LessOperator(ControlPlane plane, String namespace, List<V1PolicyRule> rules) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A kubeconfig for each verb that is missing: {@code get jobs}. All are made at once. */
  Map<String, Path> kubeconfigs(Path folder) throws IOException {
    Map<String, String> accounts = new LinkedHashMap<>();
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    for (V1PolicyRule rule : rules) {
      for (String verb : rule.getVerbs()) {
        String account = "less-" + accounts.size();
        accounts.put(verb + " " + rule.getResources().get(0), account);
        add(list, account, rule, verb);
      }
    }
    plane.apply(namespace, list.toString());
    awaitRules("less-" + (accounts.size() - 1));
    Map<String, Path> files = new LinkedHashMap<>();
    Map<String, String> tokens = tokens(accounts.size());
    String admin = Files.readString(Path.of(plane.kubeconfig()));
    for (Map.Entry<String, String> one : accounts.entrySet()) {
      Path file = folder.resolve(one.getValue() + ".kubeconfig");
      String token = "token: \"" + tokens.get(one.getValue()) + "\"";
      TinySpec.file(file, admin.replaceAll("token: \"?[^\"}\\s]+\"?", token));
      files.put(one.getKey(), file);
    }
    return files;
  }

  private void add(ObjectNode list, String account, V1PolicyRule less, String verb) {
    add(list, "v1", "ServiceAccount", account);
    ObjectNode secret = add(list, "v1", "Secret", account);
    secret.put("type", "kubernetes.io/service-account-token");
    ((ObjectNode) secret.path("metadata"))
        .putObject("annotations")
        .put("kubernetes.io/service-account.name", account);
    ObjectNode role = add(list, "rbac.authorization.k8s.io/v1", "Role", account);
    for (V1PolicyRule rule : rules) {
      List<String> verbs =
          rule.getVerbs().stream().filter(v -> !rule.equals(less) || !v.equals(verb)).toList();
      if (!verbs.isEmpty()) {
        role.withArrayProperty("rules")
            .addObject()
            .putPOJO("apiGroups", rule.getApiGroups())
            .putPOJO("resources", rule.getResources())
            .putPOJO("verbs", verbs);
      }
    }
    ObjectNode binding = add(list, "rbac.authorization.k8s.io/v1", "RoleBinding", account);
    binding.putObject("roleRef").put("kind", "Role").put("name", account);
    binding.withObjectProperty("roleRef").put("apiGroup", "rbac.authorization.k8s.io");
    binding
        .withArrayProperty("subjects")
        .addObject()
        .put("kind", "ServiceAccount")
        .put("name", account)
        .put("namespace", namespace);
  }

  private static ObjectNode add(ObjectNode list, String version, String kind, String name) {
    ObjectNode object = list.withArrayProperty("items").addObject();
    object.put("apiVersion", version).put("kind", kind).putObject("metadata").put("name", name);
    return object;
  }

  /** The server learns of roles a little after they are there. */
  private void awaitRules(String last) {
    String user = "--as=system:serviceaccount:" + namespace + ":" + last;
    await()
        .ignoreExceptions()
        .until(
            () ->
                plane
                    .kubectl("-n", namespace, "auth", "can-i", "list", "jobs", user)
                    .startsWith("yes"));
  }

  private Map<String, String> tokens(int most) throws IOException {
    Map<String, String> tokens = new LinkedHashMap<>();
    await()
        .until(
            () -> {
              String all = plane.kubectl("-n", namespace, "get", "secrets", "-o", "json");
              for (JsonNode secret : JSON.readTree(all).path("items")) {
                String token = secret.path("data").path("token").asText();
                if (!token.isEmpty()) {
                  byte[] bytes = Base64.getDecoder().decode(token);
                  tokens.put(
                      secret.path("metadata").path("name").asText(),
                      new String(bytes, StandardCharsets.UTF_8));
                }
              }
              return tokens.size() == most;
            });
    return tokens;
  }
}
