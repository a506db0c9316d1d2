@org.jspecify.annotations.NullMarked
package realign.report;
