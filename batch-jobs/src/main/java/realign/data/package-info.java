@org.jspecify.annotations.NullMarked
package realign.data;
