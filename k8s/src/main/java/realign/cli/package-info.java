/**
 * The {@code realign} command: checks a spec, starts the program that trains as a child process,
 * shows progress, and reads results from the store. Computes nothing on a model itself.
 */
@org.jspecify.annotations.NullMarked
package realign.cli;
