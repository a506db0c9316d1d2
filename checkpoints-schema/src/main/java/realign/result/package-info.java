/**
 * What a run found: records of single steps, answers and measures, the findings computed from them,
 * and the gate's verdict. Pure functions of spec and records; reads no store and measures nothing.
 */
@org.jspecify.annotations.NullMarked
package realign.result;
