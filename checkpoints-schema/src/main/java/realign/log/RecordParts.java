package realign.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import realign.log.BlobReader.DamagedBlobException;
import realign.store.Payload;

/**
 * Appends lines to record streams. Parts of equal weight are joined, as a binary counter carries:
 * after c commits a stream has at most as many parts as c has binary digits, and every line is
 * written again at most that often.
 */
final class RecordParts {
  private final BlobReader reader;
  private final BlobWriter writer;

  RecordParts(BlobReader reader, BlobWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /** The streams with the lines of a draft at their ends. */
  Map<String, List<RecordPart>> append(
      Map<String, List<RecordPart>> streams, List<Draft.Append> appends) {
    Map<String, List<RecordPart>> grown = new TreeMap<>(streams);
    joined(appends)
        .forEach(
            (stream, append) -> {
              List<RecordPart> parts = grown.getOrDefault(stream, List.of());
              grown.put(stream, append(parts, append));
            });
    return grown;
  }

  /** One append a stream, so that a commit has weight 1 whatever it holds. */
  private static Map<String, Draft.Append> joined(List<Draft.Append> appends) {
    Map<String, Draft.Append> joined = new LinkedHashMap<>();
    for (Draft.Append append : appends) {
      if (!append.lines().isEmpty()) {
        joined.merge(append.stream(), append, RecordParts::join);
      }
    }
    return joined;
  }

  private static Draft.Append join(Draft.Append first, Draft.Append second) {
    requireSame(first.stream(), first.restricted(), second.restricted());
    List<String> lines = new ArrayList<>(first.lines());
    lines.addAll(second.lines());
    return new Draft.Append(first.stream(), first.restricted(), lines);
  }

  private List<RecordPart> append(List<RecordPart> parts, Draft.Append append) {
    List<RecordPart> rest = new ArrayList<>(parts);
    List<RecordPart> equal = new ArrayList<>();
    int weight = 1;
    while (!rest.isEmpty() && rest.get(rest.size() - 1).weight() == weight) {
      RecordPart last = rest.remove(rest.size() - 1);
      requireSame(append.stream(), last.blob().restricted(), append.restricted());
      equal.add(0, last);
      weight *= 2;
    }
    rest.add(join(equal, append, weight));
    return rest;
  }

  private RecordPart join(List<RecordPart> parts, Draft.Append append, int weight) {
    List<ByteBuffer> bytes = new ArrayList<>();
    parts.forEach(part -> bytes.add(read(part)));
    bytes.add(ByteBuffer.wrap(bytes(append)));
    long lines = append.lines().size() + parts.stream().mapToLong(RecordPart::lines).sum();
    BlobRef blob = writer.write(Payload.of(bytes), append.restricted());
    return new RecordPart(blob, lines, weight);
  }

  private ByteBuffer read(RecordPart part) {
    try {
      return reader.read(part.blob());
    } catch (DamagedBlobException e) {
      throw e.problem();
    }
  }

  private static byte[] bytes(Draft.Append append) {
    StringBuilder text = new StringBuilder();
    for (String line : append.lines()) {
      if (line.indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "line of stream " + append.stream() + ": must not hold a line feed");
      }
      text.append(line).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void requireSame(String stream, boolean before, boolean now) {
    if (before != now) {
      throw new IllegalArgumentException(
          "stream " + stream + ": must be restricted in all commits or in none");
    }
  }
}
