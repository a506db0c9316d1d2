package realign.batch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a process is to be halted: at a moment, in a stage or, if that stage does not pass it, in
 * one that comes later. Written {@code before-entry 3 1,1,1,2,1,1,1}.
 *
 * @param moment name of the moment
 * @param from index of the first stage in which to halt
 * @param nths for each stage, at which pass
 */
record Halt(String moment, int from, List<Integer> nths) {
  Halt {
    nths = List.copyOf(nths);
  }

  /** No halt: no stage is so late. */
  static Halt never() {
    return new Halt("never", Cell.ALL.size(), IntStream.range(0, 7).mapToObj(i -> 1).toList());
  }

  static Halt parse(List<String> words) {
    return new Halt(
        words.get(0),
        Integer.parseInt(words.get(1)),
        Arrays.stream(words.get(2).split(",", -1)).map(Integer::valueOf).toList());
  }

  List<String> words() {
    String all = nths.stream().map(String::valueOf).collect(Collectors.joining(","));
    return List.of(moment, Integer.toString(from), all);
  }

  /** Whether this pass is the one. */
  boolean isAt(String passed, Cell cell, int nth) {
    int index = cell.index();
    return passed.equals(moment) && index >= from && nths.get(index) == nth;
  }
}
