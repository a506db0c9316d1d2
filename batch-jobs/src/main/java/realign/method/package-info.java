@org.jspecify.annotations.NullMarked
package realign.method;
