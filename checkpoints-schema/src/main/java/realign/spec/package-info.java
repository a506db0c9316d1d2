/**
 * What a run is asked to do: spec and target as records that check themselves, its scopes and its
 * identity, and the problems that people are told of. Opens no store and runs nothing; how
 * documents become these records is in {@link realign.spec.binding}.
 */
@org.jspecify.annotations.NullMarked
package realign.spec;
