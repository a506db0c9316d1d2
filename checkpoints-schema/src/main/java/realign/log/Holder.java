package realign.log;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a scope: enough to tell whether that process may still be running. Not an identity for
 * access control.
 *
 * @param attempt random name of this attempt
 * @param jobUid UID of the Kubernetes Job, or null outside a cluster
 * @param jobIndex completion index in that Job
 * @param bootId boot of the host; unique to this process where the host does not tell
 * @param processNamespace namespace in which {@code pid} counts
 * @param pid process id
 * @param processStart start time of the process, so that a reused id is not taken for it
 */
public record Holder(
    String attempt,
    @Nullable String jobUid,
    @Nullable Integer jobIndex,
    String bootId,
    String processNamespace,
    long pid,
    String processStart) {

  public Holder {
    Objects.requireNonNull(attempt);
    Objects.requireNonNull(bootId);
    Objects.requireNonNull(processNamespace);
    Objects.requireNonNull(processStart);
  }

  /** This process, with a new attempt name. */
  public static Holder self() {
    return new ProcessTable().self(UUID.randomUUID().toString());
  }

  /** Whether both are pods of the same Job and index, of which only one runs at a time. */
  boolean sameJobAs(Holder other) {
    return jobUid != null
        && jobUid.equals(other.jobUid)
        && jobIndex != null
        && jobIndex.equals(other.jobIndex);
  }

  /** Whether both count their processes on the same host in the same namespace. */
  boolean sameHostAs(Holder other) {
    return bootId.equals(other.bootId) && processNamespace.equals(other.processNamespace);
  }

  @Override
  public String toString() {
    return jobUid == null
        ? "attempt " + attempt + " (process " + pid + ")"
        : "attempt " + attempt + " (job " + jobUid + " index " + jobIndex + ")";
  }
}
