/**
 * Measures models: probes, judges, and the stage that evaluates. Writes records of single answers
 * and measures; trains nothing and computes no score, which the report does from the records.
 */
@org.jspecify.annotations.NullMarked
package realign.probe;
