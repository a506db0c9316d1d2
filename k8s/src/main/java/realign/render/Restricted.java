package realign.render;

import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1SeccompProfile;
import io.kubernetes.client.openapi.models.V1SecurityContext;

/**
 * What the Pod Security level {@code restricted} asks for, and a root folder that is not written.
 */
final class Restricted {
  /** User and group of the image: those that distroless images call nonroot. */
  static final long USER = 65532;

  private Restricted() {}

  /** Volumes belong to the group; a large one is not walked through at every start. */
  static V1PodSecurityContext pod() {
    return new V1PodSecurityContext()
        .runAsNonRoot(true)
        .runAsUser(USER)
        .runAsGroup(USER)
        .fsGroup(USER)
        .fsGroupChangePolicy("OnRootMismatch")
        .seccompProfile(new V1SeccompProfile().type("RuntimeDefault"));
  }

  static V1SecurityContext container() {
    return new V1SecurityContext()
        .allowPrivilegeEscalation(false)
        .capabilities(new V1Capabilities().addDropItem("ALL"))
        .readOnlyRootFilesystem(true);
  }
}
