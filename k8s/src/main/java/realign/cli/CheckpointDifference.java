package realign.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import realign.log.StoredBlob;
import realign.log.StoredCommit;
import realign.safetensors.HostTensor;
import realign.safetensors.TensorDifference;

/**
 * What tells two checkpoints apart.
 *
 * @param tensors tensors that both have in one shape, those that moved furthest first
 * @param onlyBefore tensors that only the first has
 * @param onlyAfter tensors that only the second has
 * @param reshaped tensors of other shapes, with both types
 * @param lines lines of each record stream, in the first and in the second
 */
record CheckpointDifference(
    List<Moved> tensors,
    List<String> onlyBefore,
    List<String> onlyAfter,
    List<String> reshaped,
    Map<String, List<Long>> lines) {

  /** A tensor in both checkpoints. */
  record Moved(String blob, String name, String type, TensorDifference by) {
    boolean moved() {
      return by.changed() > 0;
    }
  }

  static CheckpointDifference of(StoredCommit before, StoredCommit after, boolean all) {
    CheckpointDifference found =
        new CheckpointDifference(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            lines(before, after));
    found.compare(new TensorBlobs(before), new TensorBlobs(after), all);
    found.tensors.sort(
        Comparator.comparingDouble((Moved moved) -> -moved.by().l2())
            .thenComparing(Moved::blob)
            .thenComparing(Moved::name));
    return found;
  }

  private static Map<String, List<Long>> lines(StoredCommit before, StoredCommit after) {
    Map<String, List<Long>> lines = new TreeMap<>();
    for (String stream : union(before.lines().keySet(), after.lines().keySet())) {
      lines.put(
          stream,
          List.of(before.lines().getOrDefault(stream, 0L), after.lines().getOrDefault(stream, 0L)));
    }
    return lines;
  }

  private void compare(TensorBlobs before, TensorBlobs after, boolean all) {
    Map<String, StoredBlob> first = before.labelled(all);
    Map<String, StoredBlob> second = after.labelled(all);
    for (String label : union(first.keySet(), second.keySet())) {
      compare(label, before.read(first.get(label)), after.read(second.get(label)));
    }
  }

  private void compare(
      String label, Map<String, HostTensor> before, Map<String, HostTensor> after) {
    for (String name : union(before.keySet(), after.keySet())) {
      HostTensor first = before.get(name);
      HostTensor second = after.get(name);
      if (first == null) {
        onlyAfter.add(label + ": " + name + " " + second);
      } else if (second == null) {
        onlyBefore.add(label + ": " + name + " " + first);
      } else if (!first.type().shape().equals(second.type().shape())) {
        reshaped.add(label + ": " + name + " " + first + " became " + second);
      } else {
        tensors.add(
            new Moved(label, name, type(first, second), TensorDifference.of(first, second)));
      }
    }
  }

  private static String type(HostTensor before, HostTensor after) {
    return before.dtype().equals(after.dtype()) ? after.toString() : before + " to " + after;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  long moved() {
    return tensors.stream().filter(Moved::moved).count();
  }

  /** L2 norm of the difference of all tensors that both have, of one blob. */
  double l2(String blob) {
    return Math.sqrt(
        tensors.stream()
            .filter(tensor -> tensor.blob().equals(blob))
            .mapToDouble(tensor -> tensor.by().l2() * tensor.by().l2())
            .sum());
  }
}
