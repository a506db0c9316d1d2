@org.jspecify.annotations.NullMarked
package realign.model;
