@org.jspecify.annotations.NullMarked
package realign.cli;
