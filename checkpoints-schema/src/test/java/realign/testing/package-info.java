/** What the tests of all modules share: cases that are drawn from a seed, and a local S3. */
@NullMarked
package realign.testing;

import org.jspecify.annotations.NullMarked;
