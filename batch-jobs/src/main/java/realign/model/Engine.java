package realign.model;

import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.util.Utils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.spec.ModelSpec.Device;

/**
 * The one place of the engine's settings. Not for computing. Bits are promised for the same library
 * versions, processor capability and number of threads.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  /** Making an array of these ends the whole process in native code. */
  private static final Set<DataType> FATAL =
      Set.of(DataType.BFLOAT16, DataType.INT16, DataType.UINT16, DataType.UINT32, DataType.UINT64);

  private static final ThreadLocal<Boolean> ENTERED = ThreadLocal.withInitial(() -> false);

  private Engine() {}

  /** Prepares the calling thread; to be called before it uses a model. Free when repeated. */
  public static void enterThread() {
    if (ENTERED.get()) {
      return;
    }
    start();
    // With the optimiser on, a script's first call gives other bits than its later ones.
    JniUtils.setGraphExecutorOptimize(false);
    // The engine turns gradients off only on the thread that started it.
    JniUtils.setGradMode(false);
    ENTERED.set(true);
  }

  /** Threads of one operation; decides the last bits, so it is recorded beside every result. */
  public static int threads() {
    enterThread();
    return JniUtils.getNumThreads();
  }

  /** Name and version of the library that computes. */
  public static String version() {
    return "pytorch " + engine().getVersion() + ", djl " + ai.djl.engine.Engine.getDjlVersion();
  }

  /** A manager of arrays of the processor that lives until it is closed. */
  static NDManager newManager() {
    return newManager(Device.CPU);
  }

  /** A manager that lives until it is closed, whose arrays lie on a device. */
  static NDManager newManager(Device device) {
    enterThread();
    return engine().newBaseManager(placeOf(device));
  }

  private static ai.djl.Device placeOf(Device device) {
    return switch (device) {
      case CPU -> ai.djl.Device.cpu();
      case CUDA -> ai.djl.Device.gpu();
    };
  }

  /** Whether the library that was loaded can compute on GPUs; one of them may still be lacking. */
  static boolean knowsCuda() {
    enterThread();
    return engine().hasCapability(StandardCapabilities.CUDA);
  }

  /** Records what is computed until it is closed, so that gradients can be had. Does not nest. */
  static GradientCollector recording() {
    return engine().newGradientCollector();
  }

  /** Seeds the generators of all devices that every random operation of the process draws from. */
  static void seed(long seed) {
    JniUtils.setSeed(seed);
  }

  /** Returns the type, or throws where making such an array would end the process. */
  static DataType guarded(DataType type) {
    if (FATAL.contains(type)) {
      throw new IllegalArgumentException(
          type + " arrays cannot be made by this engine; make FLOAT16, FLOAT32 or INT64 ones");
    }
    return type;
  }

  private static ai.djl.engine.Engine engine() {
    return ai.djl.engine.Engine.getEngine(PtEngine.ENGINE_NAME);
  }

  /** Nothing is fetched and nothing is reported anywhere. */
  static void goOffline() {
    setUnlessGiven("ai.djl.offline", "true");
    setUnlessGiven("OPT_OUT_TRACKING", "true");
  }

  private static synchronized void start() {
    goOffline();
    setUnlessGiven("ai.djl.pytorch.graph_optimizer", "false");
    setUnlessGiven(THREADS, System.getenv().getOrDefault("REALIGN_THREADS", "1"));
    setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
    Path cache = Utils.getEngineCacheDir("pytorch");
    if (Files.notExists(cache)) {
      LOG.info("Unpacking the PyTorch library (430 MB) into {}: once, some seconds", cache);
    }
    engine();
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
