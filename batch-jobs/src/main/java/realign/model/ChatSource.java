package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chat template of a model directory, as Hugging Face's libraries find it: {@code
 * chat_template.jinja} before {@code chat_template} in {@code tokenizer_config.json}, and of
 * several there the one called {@code default}. Text only; not yet parsed.
 *
 * @param directory of the model
 * @param place the file that holds it, for messages
 * @param template its text, or null where the model has none
 * @param tokens texts of special tokens by the names under which templates know them
 */
public record ChatSource(
    Path directory, String place, @Nullable String template, Map<String, String> tokens) {
  private static final String FILE = "chat_template.jinja";
  private static final String SETTING = "chat_template";

  public ChatSource {
    tokens = Map.copyOf(tokens);
  }

  static ChatSource read(Path directory, ObjectNode settings, Map<String, String> tokens) {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      return new ChatSource(directory, file.toString(), text(file), tokens);
    }
    String place = directory.resolve("tokenizer_config.json") + " " + SETTING;
    return new ChatSource(directory, place, template(settings.path(SETTING)), tokens);
  }

  private static @Nullable String template(JsonNode setting) {
    if (setting.isTextual()) {
      return setting.textValue();
    }
    for (JsonNode named : setting) {
      if (named.path("name").asText().equals("default")) {
        return named.path("template").textValue();
      }
    }
    return null;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw ModelProblem.NO_FILE.of(file.toString(), e.getClass().getSimpleName());
    }
  }
}
