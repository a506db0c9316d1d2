@org.jspecify.annotations.NullMarked
package realign.log;
