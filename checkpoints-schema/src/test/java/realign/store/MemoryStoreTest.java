package realign.store;

class MemoryStoreTest extends ObjectStoreConformance {
  @Override
  ObjectStore newStore() {
    return new MemoryStore();
  }
}
