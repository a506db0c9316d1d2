package realign.batch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Versions of the libraries that compute, from the files beside them. To ask the engine itself
 * would load native code and look for GPUs, and then a pod without one would take the same program
 * for another.
 */
record EngineVersions(Map<String, String> environment) {

  /** By name. */
  Map<String, String> read() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("djl", property("/ai/djl/engine/api.properties", "djl_version"));
    versions.put("pytorch", pytorch());
    return versions;
  }

  /** The environment may name a library beside the class path, or another flavor, as for CUDA. */
  private String pytorch() {
    String named = environment.get("PYTORCH_VERSION");
    String version = named == null ? property("/native/lib/pytorch.properties", "version") : named;
    String flavor = environment.get("PYTORCH_FLAVOR");
    return flavor == null ? version : version + " " + flavor;
  }

  private static String property(String file, String name) {
    Properties properties = new Properties();
    try (InputStream in = EngineVersions.class.getResourceAsStream(file)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return "unreadable";
    }
    return properties.getProperty(name, "unknown");
  }
}
