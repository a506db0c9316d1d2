package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import realign.spec.binding.Binder;
import realign.spec.method.MethodSpec;

/** A method with its parameters in one line: {@code vaccine rho=2}. */
final class MethodText {
  private MethodText() {}

  static String of(MethodSpec method) {
    String parameters =
        Binder.tree((Record) method).properties().stream()
            .filter(field -> !field.getKey().equals("name"))
            .map(MethodText::setting)
            .collect(Collectors.joining());
    return method.name() + parameters;
  }

  private static String setting(Map.Entry<String, JsonNode> field) {
    return " " + field.getKey() + "=" + field.getValue().asText();
  }
}
