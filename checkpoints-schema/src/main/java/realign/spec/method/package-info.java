/**
 * The parameters of each alignment method, a record each. Only the parameters: what a method does
 * in an optimiser step is in the program that trains.
 */
@org.jspecify.annotations.NullMarked
package realign.spec.method;
