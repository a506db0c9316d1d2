/**
 * How an attacker mixes harmful rows into a user's fine-tuning data. Only the data: the fine-tuning
 * itself is a stage of {@link realign.training}.
 */
@org.jspecify.annotations.NullMarked
package realign.attack;
