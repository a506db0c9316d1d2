@org.jspecify.annotations.NullMarked
package realign.batch;
