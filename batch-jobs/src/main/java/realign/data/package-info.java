/**
 * From data files to token ids: readers, templates, tokenised sets, batching, and the stage that
 * loads. Reads rows and reports bad ones by line and reason; trains nothing and knows no model but
 * its tokenizer.
 */
@org.jspecify.annotations.NullMarked
package realign.data;
