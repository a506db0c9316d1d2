package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * TorchScript text from a resource file, compiled. Stateless: weights are arguments. Exists because
 * the engine's fused operations (attention, norms) and their derivatives can only be reached from a
 * script. Nothing that it computes can be differentiated by the engine.
 */
final class Script implements AutoCloseable {
  private static final String CLASS_NAME = "Part";

  private final NDManager manager;
  private final PtSymbolBlock block;

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
    return compile(parent, filled(resource, constants));
  }

  /** The text of a resource with constants in their places. */
  static String filled(String resource, Map<String, String> constants) {
    return fill(text(resource), constants);
  }

  /**
   * @param parent closes the script with itself
   */
  static Script compile(NDManager parent, String source) {
    NDManager manager = parent.newSubManager();
    byte[] archive = ScriptArchive.pack(CLASS_NAME, source);
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
   * Calls a method. Arguments: {@link NDArray}, {@link Map} of arrays by name, {@link Collection}
   * of arrays, {@code long}, {@code double}, {@code long[]}, {@code boolean}, or an {@link IValue},
   * which alone stays open.
   *
   * @return for the caller to close
   */
  IValue call(String method, Object... arguments) {
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = value(arguments[i]);
      }
      return IValueUtils.runMethod(block, method, values);
    } finally {
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null && values[i] != arguments[i]) {
          values[i].close();
        }
      }
    }
  }

  /** Calls a method whose result is one array, and gives it to a manager. */
  NDArray array(NDManager owner, String method, Object... arguments) {
    try (IValue result = call(method, arguments)) {
      return result.toTensor((PtNDManager) owner);
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof IValue value) {
      return value;
    } else if (argument instanceof NDArray array) {
      return IValue.from((PtNDArray) array);
    } else if (argument instanceof Map<?, ?> arrays) {
      return map(arrays);
    } else if (argument instanceof Collection<?> list) {
      return list(list);
    } else if (argument instanceof Long number) {
      return IValue.from(number);
    } else if (argument instanceof Double number) {
      return IValue.from(number);
    } else if (argument instanceof Boolean flag) {
      return IValue.from(flag);
    } else if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    }
    throw new IllegalArgumentException("not an argument of a script: " + argument.getClass());
  }

  private static IValue list(Collection<?> list) {
    return list.iterator().next() instanceof IValue
        ? IValue.listFrom(list.toArray(IValue[]::new))
        : IValue.listFrom(list.toArray(PtNDArray[]::new));
  }

  /** A map of arrays as the script takes it; for the caller to close. */
  static IValue map(Map<?, ?> arrays) {
    Map<String, PtNDArray> map = new LinkedHashMap<>();
    arrays.forEach((name, array) -> map.put((String) name, (PtNDArray) array));
    return IValue.stringMapFrom(map);
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
