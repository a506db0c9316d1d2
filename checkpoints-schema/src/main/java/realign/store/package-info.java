@org.jspecify.annotations.NullMarked
package realign.store;
