package realign.batch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a stage is.
 *
 * @param text numbers for a person, such as {@code loss 0.412}
 * @param committed items that are durable
 * @param committedAgo time since the last commit
 * @param eta forecast of the time that the rest takes, or null before there is one
 */
record Progress(
    String scope,
    String stage,
    long position,
    long size,
    String text,
    long committed,
    Duration committedAgo,
    @Nullable Duration eta) {}
