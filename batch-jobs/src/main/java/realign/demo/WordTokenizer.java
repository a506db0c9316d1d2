package realign.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the demo's {@code tokenizer.json}: one id per word, the blank before a word belonging to
 * it (so that decoding is plain concatenation). Not a tokenizer: the file is read by the same
 * library as any other.
 */
final class WordTokenizer {

  /** Ids 0 to 3. */
  static final List<String> SPECIAL = List.of("<pad>", "<s>", "</s>", "<unk>");

  private static final String WORD = " ?[A-Za-z']+| ?[^A-Za-z\\s]|\\s";
  private static final Pattern WORDS = Pattern.compile(WORD);
  private static final ObjectMapper JSON = new ObjectMapper();

  private WordTokenizer() {}

  /** The tokenizer whose vocabulary is the words of the texts, in alphabetical order. */
  static ObjectNode of(Collection<String> texts) {
    TreeSet<String> words = new TreeSet<>();
    for (String text : texts) {
      Matcher matcher = WORDS.matcher(text);
      while (matcher.find()) {
        words.add(matcher.group());
      }
    }
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    addedTokens(root.putArray("added_tokens"));
    root.putNull("normalizer");
    ObjectNode split = root.putObject("pre_tokenizer").put("type", "Split");
    split.putObject("pattern").put("Regex", WORD);
    split.put("behavior", "Isolated").put("invert", false);
    beginWithBos(root.putObject("post_processor"));
    root.putObject("decoder").put("type", "Fuse");
    ObjectNode model = root.putObject("model").put("type", "WordLevel");
    ObjectNode vocabulary = model.putObject("vocab");
    SPECIAL.forEach(word -> vocabulary.put(word, vocabulary.size()));
    words.forEach(word -> vocabulary.put(word, vocabulary.size()));
    model.put("unk_token", "<unk>");
    return root;
  }

  private static void addedTokens(ArrayNode tokens) {
    for (int id = 0; id < SPECIAL.size(); id++) {
      tokens
          .addObject()
          .put("id", id)
          .put("content", SPECIAL.get(id))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
  }

  private static void beginWithBos(ObjectNode processor) {
    processor.put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    single.addObject().putObject("SpecialToken").put("id", "<s>").put("type_id", 0);
    single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    ArrayNode pair = processor.putArray("pair");
    pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
    ObjectNode bos = processor.putObject("special_tokens").putObject("<s>");
    bos.put("id", "<s>").putArray("ids").add(1);
    bos.putArray("tokens").add("<s>");
  }
}
