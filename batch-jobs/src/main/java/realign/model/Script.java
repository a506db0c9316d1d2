package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * TorchScript text from a resource file, compiled. Stateless: weights are arguments. Exists because
 * the engine's fused operations (attention, norms, cross-entropy) can only be reached from a
 * script.
 */
final class Script implements AutoCloseable {
  /** The name that makes the engine pass arrays as one {@code List[Tensor]}. */
  static final String WEIGHT = "w[]";

  private static final String CLASS_NAME = "Part";

  private final NDManager manager;
  private final PtSymbolBlock block;
  private final Map<String, NDArray> methods = new HashMap<>();

  private Script(NDManager manager, PtSymbolBlock block) {
    this.manager = manager;
    this.block = block;
  }

  /**
   * @param parent closes the script with itself
   * @param resource file beside this class
   * @param constants put in place of <code>{{name}}</code>
   */
  static Script load(NDManager parent, String resource, Map<String, String> constants) {
    NDManager manager = parent.newSubManager();
    byte[] archive = ScriptArchive.pack(CLASS_NAME, fill(text(resource), constants));
    try {
      PtSymbolBlock block =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
      return new Script(manager, block);
    } catch (IOException e) {
      throw new UncheckedIOException("an archive in memory", e);
    }
  }

  /**
   * Calls a method.
   *
   * @param recording whether gradients shall flow; without it the result cannot enter a recording
   * @param arguments its plain tensor arguments; the result belongs to the first one's manager
   * @param weights its last argument, all named {@link #WEIGHT}
   */
  NDArray call(String method, boolean recording, List<NDArray> arguments, List<NDArray> weights) {
    NDList list = new NDList(arguments.size() + weights.size() + 1);
    list.addAll(arguments);
    list.addAll(weights);
    list.add(methods.computeIfAbsent(method, this::tag));
    return IValueUtils.forward(block, list, recording).get(0);
  }

  private NDArray tag(String method) {
    NDArray tag = manager.create(0f);
    tag.setName("module_method:" + method);
    return tag;
  }

  private static String text(String resource) {
    try (InputStream stream = Script.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the program lacks its resource " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  private static String fill(String text, Map<String, String> constants) {
    String filled = text.replace("{{name}}", CLASS_NAME);
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      filled = filled.replace("{{" + constant.getKey() + "}}", constant.getValue());
    }
    if (filled.contains("{{")) {
      int at = filled.indexOf("{{");
      throw new IllegalStateException(
          "no value for " + filled.substring(at, filled.indexOf("}}", at) + 2));
    }
    return filled;
  }

  @Override
  public void close() {
    manager.close();
  }
}
