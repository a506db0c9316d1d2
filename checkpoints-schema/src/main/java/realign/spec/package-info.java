@org.jspecify.annotations.NullMarked
package realign.spec;
