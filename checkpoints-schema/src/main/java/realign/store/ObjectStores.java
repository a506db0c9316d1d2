package realign.store;

/** Opens a store by its address. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class ObjectStores {

  private ObjectStores() {}

  /**
   * Opens {@code file:PATH}.
   *
   * @throws IllegalArgumentException when the address is of no known kind
   */
  public static ObjectStore open(String address) {
    throw new UnsupportedOperationException();
  }

  /**
   * Proves on a probe key that put-if-absent works; everything rests on it.
   *
   * @throws StoreException when the store creates the same key twice
   */
  public static void probe(ObjectStore store) {
    throw new UnsupportedOperationException();
  }
}
