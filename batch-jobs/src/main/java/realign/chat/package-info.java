/**
 * A model's own chat template: Jinja as Hugging Face sets it up, rendered with data only. Knows no
 * model, no tokens and no files.
 */
@org.jspecify.annotations.NullMarked
package realign.chat;
