/**
 * How records and documents meet: reading, checking, writing and describing, all derived from the
 * records' {@link realign.spec.Setting}s. Knows no single setting.
 */
@org.jspecify.annotations.NullMarked
package realign.spec.binding;
