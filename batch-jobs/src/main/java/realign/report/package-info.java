/**
 * The stage that reports: gathers the records of all scopes and writes them as report.json, a page,
 * a summary and tables. Knows no model and no data; what the numbers mean is in {@link
 * realign.result}.
 */
@org.jspecify.annotations.NullMarked
package realign.report;
