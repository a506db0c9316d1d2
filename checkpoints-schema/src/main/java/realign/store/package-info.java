/**
 * Where everything durable lies: keys with bytes, of which a key can be created by one writer only.
 * Folder, memory, and the fakes that halt and fail; knows no log and no run.
 */
@org.jspecify.annotations.NullMarked
package realign.store;
