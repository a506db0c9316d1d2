@org.jspecify.annotations.NullMarked
package realign.stage;
