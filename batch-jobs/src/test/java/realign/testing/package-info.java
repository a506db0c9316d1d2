/** What the tests of this module share: cases that are drawn from a seed. */
@NullMarked
package realign.testing;

import org.jspecify.annotations.NullMarked;
