@org.jspecify.annotations.NullMarked
package realign.attack;
