@org.jspecify.annotations.NullMarked
package realign.training;
