/**
 * What the tests of this module share: cases that are drawn from a seed, and files of the usual
 * stack.
 */
@NullMarked
package realign.testing;

import org.jspecify.annotations.NullMarked;
