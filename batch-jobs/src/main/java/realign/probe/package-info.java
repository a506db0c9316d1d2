@org.jspecify.annotations.NullMarked
package realign.probe;
