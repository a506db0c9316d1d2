package realign.batch;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run} was asked to do.
 *
 * @param store address of the store
 * @param run id of the run, whose spec is in the store
 * @param scopes scopes to work on, in order; empty means all
 * @param stopAfter stage after which to end, or null
 * @param target file with the target, or null for the defaults
 * @param threads native threads that were asked for, or null
 * @param claims how to claim scopes
 * @param work folder for what may be lost at any time
 */
record RunRequest(
    String store,
    String run,
    List<String> scopes,
    @Nullable String stopAfter,
    @Nullable Path target,
    @Nullable Integer threads,
    Claims.Options claims,
    Path work) {

  RunRequest {
    scopes = List.copyOf(scopes);
  }
}
