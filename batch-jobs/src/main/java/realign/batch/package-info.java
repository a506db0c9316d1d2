/**
 * Runs the stages of a run's scopes as Jakarta Batch jobs; the only package that sees that API.
 * Knows nothing of training or measuring, and believes no job history: the scope's log decides what
 * is done. From the outside in:
 *
 * <ul>
 *   <li>{@code RunWork} is a whole invocation: plan, claims, launcher, and the exit code.
 *   <li>{@code BatchRuntime} is Jakarta Batch, whose artifacts drive a {@code Chain} and hold
 *       nothing.
 *   <li>{@code Chain} is what they see: open a stage, read, process, commit, close.
 *   <li>{@code ScopeChain} is the real chain: it claims scopes, runs stages and keeps the first
 *       failure.
 *   <li>{@code ScopeWork} is one scope that this process has claimed, with its log.
 *   <li>{@code StageRun} is one stage of it at work: items in, drafts into the log.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package realign.batch;
