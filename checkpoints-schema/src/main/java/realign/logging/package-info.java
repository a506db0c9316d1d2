/** The form of log lines that both programs share. */
@NullMarked
package realign.logging;

import org.jspecify.annotations.NullMarked;
