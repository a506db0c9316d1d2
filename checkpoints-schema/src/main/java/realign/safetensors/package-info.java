@org.jspecify.annotations.NullMarked
package realign.safetensors;
