package realign.render;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1DownwardAPIVolumeFile;
import io.kubernetes.client.openapi.models.V1DownwardAPIVolumeSource;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1ObjectFieldSelector;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaimVolumeSource;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folders of a pod: all that its program may write to, and its target. */
final class Volumes {
  static final String WORK = "/work";
  static final String TEMPORARY = WORK + "/tmp";
  static final String TARGET_FILE = "/etc/realign/target.json";

  /** Copies of models and data, the one part of the work folder that many pods can share. */
  private static final String INPUTS = WORK + "/inputs";

  private static final String MOST_TEMPORARY = "2Gi";

  private final List<V1Volume> volumes = new ArrayList<>();
  private final List<V1VolumeMount> mounts = new ArrayList<>();

  /** A work folder of a size, temporary files, and the target. */
  static Volumes common(String workSize) {
    Volumes all = new Volumes();
    all.add(WORK, folder("work", workSize));
    all.add(TEMPORARY, folder("temporary", MOST_TEMPORARY));
    all.addTarget();
    return all;
  }

  /** Also the claim, where there is one. */
  Volumes inputs(@Nullable String claim) {
    if (claim != null) {
      var source = new V1PersistentVolumeClaimVolumeSource().claimName(claim);
      add(INPUTS, new V1Volume().name("inputs").persistentVolumeClaim(source));
    }
    return this;
  }

  /** Threads of the native library share memory by it; a container has 64 MiB by itself. */
  Volumes sharedMemory(String size) {
    V1Volume volume = folder("shared-memory", size);
    volume.getEmptyDir().medium("Memory");
    add("/dev/shm", volume);
    return this;
  }

  List<V1Volume> volumes() {
    return List.copyOf(volumes);
  }

  List<V1VolumeMount> mounts() {
    return List.copyOf(mounts);
  }

  private void addTarget() {
    String annotation = "metadata.annotations['" + Labels.TARGET + "']";
    var file =
        new V1DownwardAPIVolumeFile()
            .path("target.json")
            .fieldRef(new V1ObjectFieldSelector().fieldPath(annotation));
    volumes.add(
        new V1Volume()
            .name("target")
            .downwardAPI(new V1DownwardAPIVolumeSource().addItemsItem(file)));
    mounts.add(new V1VolumeMount().name("target").mountPath("/etc/realign").readOnly(true));
  }

  private void add(String path, V1Volume volume) {
    volumes.add(volume);
    mounts.add(new V1VolumeMount().name(volume.getName()).mountPath(path));
  }

  private static V1Volume folder(String name, String size) {
    return new V1Volume()
        .name(name)
        .emptyDir(new V1EmptyDirVolumeSource().sizeLimit(Quantity.fromString(size)));
  }
}
