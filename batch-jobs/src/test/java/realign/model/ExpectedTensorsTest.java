package realign.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.safetensors.HostTensor;
import realign.spec.Problem;
import realign.spec.Problems;

class ExpectedTensorsTest {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  private final Problems problems = new Problems();

  private static Map<String, Shape> shapes(String... names) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String name : names) {
      shapes.put(name, new Shape(2));
    }
    return shapes;
  }

  private static Map<String, HostTensor> found(String... names) {
    Map<String, HostTensor> found = new TreeMap<>();
    for (String name : names) {
      found.put(name, tensor("F32", 0));
    }
    return found;
  }

  private static HostTensor tensor(String dtype, int first) {
    int bytes = dtype.equals("F32") ? 8 : 4;
    return new HostTensor(dtype, new long[] {2}, ByteBuffer.allocate(bytes).putInt(0, first));
  }

  private List<String> found(ExpectedTensors expected, Map<String, HostTensor> found) {
    return List.copyOf(expected.pick("m", found, problems).keySet());
  }

  private List<String> complaints() {
    return problems.list().stream().map(Problem::toString).toList();
  }

  /** As openai-community/gpt2 was published: without the first word, with masks. */
  @Test
  void theFirstWordMayBeAbsentAndMasksMayBeThere() {
    ExpectedTensors gpt2 =
        ExpectedTensors.of(
            shapes("transformer.wte.weight", "transformer.h.0.attn.c_attn.bias", HEAD));
    var unprefixed =
        found("wte.weight", "h.0.attn.c_attn.bias", "h.0.attn.bias", "h.0.attn.masked_bias", HEAD);
    assertThat(found(gpt2, unprefixed))
        .containsExactly(HEAD, "transformer.h.0.attn.c_attn.bias", "transformer.wte.weight");
    assertThat(problems.isEmpty()).isTrue();
  }

  /** As the facebook/opt models were published. */
  @Test
  void optHasItsDecoderFirst() {
    ExpectedTensors opt = ExpectedTensors.of(shapes("model.decoder.embed_tokens.weight"));
    assertThat(found(opt, found("decoder.embed_tokens.weight", "decoder.version")))
        .containsExactly("model.decoder.embed_tokens.weight");
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void aFileWithBothKindsOfNamesIsOfNoModel() {
    ExpectedTensors expected = ExpectedTensors.of(shapes("model.a", "model.b"));
    found(expected, found("model.a", "b"));
    assertThat(complaints())
        .hasSize(2)
        .anySatisfy(c -> assertThat(c).contains("m model.b").contains("missing"))
        .anySatisfy(c -> assertThat(c).contains("m b").contains("left over"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"attn.bias", "h.0.attn.c_attn.bias", "h.x.attn.bias", "rotary_emb"})
  void whatIsNotComputedHereIsLeftOver(String name) {
    found(ExpectedTensors.of(shapes("transformer.wte")), found("transformer.wte", name));
    assertThat(complaints()).singleElement().asString().contains(name).contains("left over");
  }

  @Test
  void aMaskThatIsExpectedIsAWeight() {
    ExpectedTensors expected = ExpectedTensors.of(shapes("h.0.attn.bias"));
    assertThat(found(expected, found("h.0.attn.bias"))).containsExactly("h.0.attn.bias");
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void aTiedHeadThatIsStoredMustBeTheEmbedding() {
    ExpectedTensors expected = ExpectedTensors.of(shapes(EMBEDDING)).tied(HEAD, EMBEDDING);
    assertThat(found(expected, found(EMBEDDING, HEAD))).containsExactly(EMBEDDING);
    assertThat(problems.isEmpty()).isTrue();

    found(expected, Map.of(EMBEDDING, tensor("F32", 0), HEAD, tensor("F32", 1)));
    assertThat(complaints()).singleElement().asString().contains(HEAD).contains("left over");
  }

  @Test
  void ofTheSameBytesInAnotherTypeItIsAnother() {
    ExpectedTensors expected = ExpectedTensors.of(shapes(EMBEDDING)).tied(HEAD, EMBEDDING);
    found(expected, Map.of(EMBEDDING, tensor("F16", 7), HEAD, tensor("BF16", 7)));
    assertThat(complaints()).singleElement().asString().contains(HEAD);
  }

  @Test
  void aHeadOfItsOwnIsKept() {
    ExpectedTensors expected = ExpectedTensors.of(shapes(EMBEDDING, HEAD)).tied(HEAD, EMBEDDING);
    assertThat(found(expected, found(EMBEDDING, HEAD))).containsExactly(HEAD, EMBEDDING);
  }

  @Test
  void shapeAndTypeAreNamed() {
    found(
        ExpectedTensors.of(shapes("model.a", "model.b")),
        Map.of(
            "model.a", new HostTensor("F32", new long[] {2, 1}, ByteBuffer.allocate(8)),
            "model.b", new HostTensor("I64", new long[] {2}, ByteBuffer.allocate(16))));
    assertThat(complaints())
        .hasSize(2)
        .anySatisfy(c -> assertThat(c).contains("m model.a").contains("[2, 1], not [2]"))
        .anySatisfy(c -> assertThat(c).contains("m model.b").contains("I64"));
  }
}
