/**
 * Named tensors in files, as Hugging Face's safetensors lays them out: a header codec that refuses
 * hostile input, a reader and a writer. Host buffers only; knows no engine and no model.
 */
@org.jspecify.annotations.NullMarked
package realign.safetensors;
