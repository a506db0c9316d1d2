package realign.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.spec.BatchJvm;

/** What the figures depend on. */
final class Machine {
  private static final List<String> CAPABILITIES =
      List.of("avx2", "fma", "avx512f", "avx512_bf16", "avx512_fp16", "amx_bf16");

  private Machine() {}

  static Map<String, Object> describe(
      @Nullable ReferenceStack reference, Map<String, String> environment) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processor", cpuInfo("model name"));
    List<String> flags = List.of(cpuInfo("flags").split(" "));
    machine.put("capabilities", CAPABILITIES.stream().filter(flags::contains).toList());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memory", lineOf(Path.of("/proc/meminfo"), "MemTotal"));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    machine.put("javaFlags", new BatchJvm(environment).flags());
    machine.put("reference", reference == null ? null : new TreeMap<>(reference.versions()));
    machine.put("variables", settings(environment));
    machine.put("loadAtStart", firstWord(Path.of("/proc/loadavg")));
    return machine;
  }

  /** Variables that steer native libraries. */
  private static Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = new TreeMap<>(environment);
    settings.putAll(new BatchJvm(environment).variables());
    settings
        .keySet()
        .removeIf(
            name -> !name.matches("(OMP|KMP|MKL|DNNL|ONEDNN|ATEN|MALLOC|GLIBC)_.*|LD_PRELOAD"));
    return settings;
  }

  private static String cpuInfo(String name) {
    return lineOf(Path.of("/proc/cpuinfo"), name);
  }

  private static String lineOf(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String firstWord(Path file) {
    try {
      return Files.readString(file).replaceFirst("\\s(?s).*", "");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
