package realign.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ProblemException;

class JinjaTemplateTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<List<Map<String, String>>> MESSAGES = new TypeReference<>() {};

  /** What transformers 4.57.1 with Jinja2 3.1.6 gives for these templates. */
  static Stream<Object[]> templates() throws IOException {
    try (InputStream stream = JinjaTemplateTest.class.getResourceAsStream("templates.json")) {
      return JSON
          .readTree(Objects.requireNonNull(stream))
          .valueStream()
          .map(node -> new Object[] {node.get("name").asText(), node})
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("templates")
  void theSameTextAsThePythonLibrary(String name, JsonNode expected) {
    JinjaTemplate template = new JinjaTemplate(name, expected.get("template").asText());
    assertThat(expected.get("cases")).hasSize(8);
    for (JsonNode node : expected.get("cases")) {
      Map<String, Object> data = data(JSON.convertValue(node.get("messages"), MESSAGES));
      data.put("add_generation_prompt", node.get("add_generation_prompt").booleanValue());
      if (node.has("fails")) {
        assertThatThrownBy(() -> template.render(data, true))
            .isInstanceOf(ProblemException.class)
            .hasMessageContaining(node.get("fails").asText());
      } else {
        assertThat(template.render(data, true)).isEqualTo(node.get("text").asText());
      }
    }
  }

  @Test
  void aFailureNamesItsLine() {
    String template =
        """
        {%- if messages %}
            {#- a comment
                of two lines #}
        {%- endif %}
        {{- 'a
        b' }}
        {% for m in messages %}
            {{ raise_exception('Not this one.') }}
        {% endfor %}
        """;
    assertThatThrownBy(() -> render(template))
        .hasMessageStartingWith("model/chat_template.jinja:8: text.template must be")
        .hasMessageContaining("but is failing at: Not this one.")
        .hasMessageContaining("RLN-232");
  }

  @Test
  void aFailureOnARowDoesNotQuoteIt() {
    JinjaTemplate template = new JinjaTemplate("f", "\n{{ raise_exception(messages[0].content) }}");
    assertThatThrownBy(() -> template.render(data(conversation()), false))
        .hasMessageStartingWith("f:2: ")
        .hasMessageContaining("a row, whose text is not shown")
        .hasMessageNotContaining("Hello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "{{ messages.getClass() }}                             # calling getClass",
        "{{ ''.getClass().forName('java.lang.Runtime') }}      # calling getClass",
        "{{ messages[0].put('a', 'b') }}                       # calling put",
        "{{ ____int3rpr3t3r____.config }}                      # Cannot resolve property 'config'",
        "{% include 'file:/etc/hosts' %}                       # 'include' is disabled",
        "{% import 'realign/chat/templates.json' as x %}       # 'import' is disabled",
        "{% from 'realign/chat/templates.json' import x %}     # 'from' is disabled",
        "{{ today() }}                                         # today' is disabled",
        "{{ [1, 2]|random }}                                   # 'random' is disabled",
        "{{ strftime_now('%d') }}                              # today's date",
        "{{ messages|tojson }}                                 # 'tojson' is disabled",
        "{{ 'a'.title() }}                                     # calling title",
        "{% for m in messages if m.role == 'a' %}{% endfor %}  # a condition in a for",
        "{% for m in messages %}a{% else %}b{% endfor %}       # an else of a for",
        "{% generation %}a{% endgeneration %}                  # Unknown tag: generation",
        "{% if %}a{% endif %}                                  # expects expression",
        "{{ 'abc                                               # Unclosed token",
      })
  void whatIsNotDataOrNotRenderedRightIsRefusedByName(String template, String reason) {
    assertThatThrownBy(() -> render(template))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("model/chat_template.jinja:1: ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}"
            + "{% endfor %}x{% endfor %}{% endfor %}",
        "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}"
            + "{% endfor %}{{ ns.x }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
      })
  void everyRenderingEnds(String template) {
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertThatThrownBy(() -> render(template)).isInstanceOf(ProblemException.class));
  }

  @Test
  void theDateIsNotThereSoThatATemplateTakesItsOwn() {
    assertThat(render("{{ strftime_now('%d') if strftime_now is defined else '26 Jul 2024' }}"))
        .isEqualTo("26 Jul 2024");
  }

  private static String render(String template) {
    return new JinjaTemplate("model/chat_template.jinja", template)
        .render(data(conversation()), true);
  }

  private static List<Map<String, String>> conversation() {
    return List.of(Map.of("role", "user", "content", "Hello"));
  }

  private static Map<String, Object> data(List<Map<String, String>> messages) {
    return new HashMap<>(Map.of("messages", messages, "bos_token", "<s>", "eos_token", "</s>"));
  }
}
