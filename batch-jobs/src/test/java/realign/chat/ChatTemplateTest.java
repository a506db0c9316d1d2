package realign.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import realign.spec.ProblemException;

class ChatTemplateTest {
  private static final String TURNS =
      "{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{{ eos_token }}"
          + "{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}";

  @Test
  void anAnswerGoesOnFromItsPrompt() {
    ChatTemplate template = of(TURNS);
    assertThat(template.prompt("Hi {{ 1 }}")).isEqualTo("<s><user>Hi {{ 1 }}</s><assistant>");
    assertThat(template.answered("Hi", "Hello")).isEqualTo("<s><user>Hi</s><assistant>Hello</s>");
  }

  @Test
  void aTokenThatTheModelDoesNotHaveIsNothing() {
    assertThat(ChatTemplate.of("f", TURNS, Map.of()).prompt("Hi")).isEqualTo("<user>Hi<assistant>");
  }

  @Test
  void aTemplateWhoseAnswersDoNotGoOnFromTheirPromptsIsRefused() {
    refused(TURNS.replace("<assistant>", "<assistant><think>"), "begins with its prompt");
    refused(TURNS.replace("m.content", "(m.content if m.role == 'user')"), "begins with");
  }

  @Test
  void aTemplateThatIsDeafIsRefused() {
    refused("Hello.", "renders what the user says");
  }

  @Test
  void aValueThatIsNotThereDoesNotBecomeText() {
    refused(TURNS.replace("m.content", "m.content + m.name"), "what is null");
    refused(TURNS + "{{ add_generation_prompt }}", "what is false");
  }

  private static ChatTemplate of(String source) {
    return ChatTemplate.of("f", source, Map.of("bos_token", "<s>", "eos_token", "</s>"));
  }

  private static void refused(String source, String reason) {
    assertThatThrownBy(() -> of(source))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("f")
        .hasMessageContaining(reason);
  }
}
