package realign.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import realign.spec.ProblemException;

/**
 * Reads a header that may be hostile: every number is checked before it is used as a size or a
 * place, and nothing is allocated that the file does not hold.
 */
final class HeaderParser {
  /** The reference implementation's limit. */
  static final long LONGEST = 100_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String source;
  private final long fileSize;

  /**
   * @param source the file as messages name it
   * @param fileSize its bytes
   */
  HeaderParser(String source, long fileSize) {
    this.source = source;
    this.fileSize = fileSize;
  }

  /** Bytes of the JSON text, told by the first 8 bytes of the file. */
  int length(ByteBuffer first) {
    if (fileSize < 8 || first.remaining() < 8) {
      throw problem("", fileSize + " bytes", "must have at least 8 bytes");
    }
    long length = first.getLong(first.position());
    if (length < 2 || length > LONGEST || length > fileSize - 8) {
      throw problem(
          "header length",
          Long.toUnsignedString(length),
          "must be from 2 to " + Math.max(2, Math.min(LONGEST, fileSize - 8)) + " bytes");
    }
    return (int) length;
  }

  /** The header from its JSON text. */
  SafetensorsHeader parse(ByteBuffer text) {
    long dataStart = 8L + text.remaining();
    JsonNode root = json(text);
    if (!root.isObject()) {
      throw problem("header", root.getNodeType().toString(), "must be a JSON object");
    }
    Map<String, String> metadata = new TreeMap<>();
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    root.properties()
        .forEach(
            field -> {
              if (field.getKey().equals("__metadata__")) {
                metadata.putAll(metadata(field.getValue()));
              } else {
                tensors.put(field.getKey(), tensor(field.getKey(), field.getValue()));
              }
            });
    return new SafetensorsHeader(laid(tensors, fileSize - dataStart), metadata, dataStart);
  }

  private JsonNode json(ByteBuffer text) {
    try {
      String json = StandardCharsets.UTF_8.newDecoder().decode(text.duplicate()).toString();
      return JSON.readTree(json);
    } catch (CharacterCodingException e) {
      throw HeaderProblem.of(source, "header", "other bytes", "must be UTF-8", e);
    } catch (IOException e) {
      String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw HeaderProblem.of(source, "header", what, "must be JSON without duplicate names", e);
    }
  }

  private Map<String, String> metadata(JsonNode node) {
    Map<String, String> metadata = new TreeMap<>();
    boolean strings = node.isObject();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      strings &= field.getValue().isTextual();
      metadata.put(field.getKey(), field.getValue().asText());
    }
    if (!strings) {
      throw problem("__metadata__", shown(node), "must be an object of strings");
    }
    return metadata;
  }

  private TensorInfo tensor(String name, JsonNode node) {
    if (!node.isObject() || node.size() != 3) {
      throw problem(name, shown(node), "must have dtype, shape and data_offsets, and no more");
    }
    ElementType type = type(name, node.path("dtype"));
    List<Long> shape = numbers(name + " shape", node.path("shape"));
    List<Long> offsets = numbers(name + " data_offsets", node.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw problem(name + " data_offsets", offsets.toString(), "must be [begin, end]");
    }
    TensorInfo info = new TensorInfo(type.name(), shape, offsets.get(0), offsets.get(1));
    long bytes = info.end() - info.begin();
    if (TensorSize.of(type, shape).orElse(-1) != bytes) {
      throw problem(name, bytes + " bytes", "must have the bytes of " + type + " " + shape);
    }
    return info;
  }

  private ElementType type(String name, JsonNode node) {
    return ElementType.named(node.asText())
        .orElseThrow(
            () -> problem(name + " dtype", shown(node), "must be one of " + ElementType.names()));
  }

  private List<Long> numbers(String where, JsonNode node) {
    List<Long> numbers = new ArrayList<>();
    boolean sound = node.isArray();
    for (JsonNode number : node) {
      sound &= number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
      numbers.add(number.longValue());
    }
    if (!sound) {
      throw problem(where, shown(node), "must be whole numbers from 0 to 2^63 - 1");
    }
    return numbers;
  }

  /** In the order of their data, which must fill the file without a hole or an overlap. */
  private Map<String, TensorInfo> laid(Map<String, TensorInfo> tensors, long dataSize) {
    Map<String, TensorInfo> laid = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, TensorInfo> tensor : inOrder(tensors)) {
      if (tensor.getValue().begin() != end) {
        throw problem(
            tensor.getKey() + " data_offsets",
            Long.toString(tensor.getValue().begin()),
            "must begin where the tensor before ends, at " + end);
      }
      end = tensor.getValue().end();
      laid.put(tensor.getKey(), tensor.getValue());
    }
    if (end != dataSize) {
      throw problem("", dataSize + " bytes of data", "must have the header's " + end + " bytes");
    }
    return laid;
  }

  private static List<Map.Entry<String, TensorInfo>> inOrder(Map<String, TensorInfo> tensors) {
    return tensors.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, TensorInfo> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end())
                .thenComparing(Map.Entry::getKey))
        .toList();
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private ProblemException problem(String where, String value, String rule) {
    return HeaderProblem.of(source, where, value, rule);
  }
}
