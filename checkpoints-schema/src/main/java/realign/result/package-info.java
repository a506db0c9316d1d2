@org.jspecify.annotations.NullMarked
package realign.result;
