package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import realign.cluster.ControlPlane;
import realign.cluster.NeedsControlPlane;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;
import realign.testing.LocalS3;

/**
 * What tests of commands share whose coordinators are scripts: a real control plane, a namespace of
 * the test class, and a store and a spec of each test.
 */
@NeedsControlPlane(own = true)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ControlPlane.SHARED)
abstract class ScriptedCoordinators {
  private static final LocalS3 S3 = LocalS3.shared();
  static ControlPlane plane;
  static String namespace;
  @TempDir Path folder;
  TestWorld world;
  String address;
  ObjectStore store;

  @BeforeAll
  static void start() {
    plane = ControlPlane.shared();
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    plane.directory();
    namespace = plane.newNamespace();
  }

  @AfterAll
  static void clean() {
    Awaitility.reset();
    if (namespace != null) {
      plane.kubectl("delete", "namespace", namespace, "--wait=false");
    }
  }

  @BeforeEach
  void aWorld() {
    address = S3.newStore();
    store = ObjectStores.open(address, S3.settings());
    for (String file : new String[] {"config.json", "tokenizer.json"}) {
      String text = file.equals("config.json") ? TinySpec.CONFIG : "{}";
      store.put("model/" + file, Payload.of(text.getBytes(StandardCharsets.UTF_8)));
    }
    world = new TestWorld(folder);
    world.environment.put("KUBECONFIG", plane.kubeconfig());
    spec(TinySpec.TEXT);
    target("");
  }

  @AfterEach
  void close() {
    store.close();
  }

  void target(String more) {
    TinySpec.file(
        folder.resolve("target.yaml"),
        """
        store: %s
        s3: {region: us-east-1, endpoint: '%s', attempts: 1}
        cluster:
          namespace: %s
          image: %s
          resources: {gpus: 0, cpus: 1, memory: 64Mi, sharedMemory: 1Mi}
          retries: 0
          grace: 1s
        %s
        """
            .formatted(address, S3.endpoint(), namespace, ControlPlane.SCRIPTED, more));
  }

  int realign(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--target";
    all[arguments.length + 1] = "target.yaml";
    return world.realign(all);
  }

  static String[] words(String command) {
    return Arrays.stream(command.split(" ", -1))
        .map(word -> word.equals("@never") ? "0 2 30 1 *" : word)
        .toArray(String[]::new);
  }

  void install() {
    assertThat(realign("render", "--install")).as(world.err()).isZero();
    plane.apply(namespace, world.out());
  }

  void spec(String text) {
    TinySpec.write(folder, text.replace("{path: model}", "{path: '" + address + "/model'}"));
  }

  String job(String name, String path) {
    return plane.kubectl("-n", namespace, "get", "job", name, "-o", "jsonpath=" + path);
  }

  String kubectl(String... arguments) {
    return plane.kubectl(
        Stream.concat(Stream.of("-n", namespace), Stream.of(arguments)).toArray(String[]::new));
  }

  /** A Job that no command made, with these labels. */
  static String foreign(String name, String labels) {
    return """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %s, labels: {%s}}
        spec:
          template:
            metadata: {labels: {%s}}
            spec:
              restartPolicy: Never
              containers: [{name: it, image: %s, command: [sleep, '600']}]
        """
        .formatted(name, labels, labels, ControlPlane.IMAGE);
  }
}
