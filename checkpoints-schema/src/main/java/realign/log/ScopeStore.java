package realign.log;

import realign.store.ObjectStore;

/** A scope's place in a store, and the clocks to reach it by. */
record ScopeStore(ObjectStore store, ScopeKeys keys, Time time) {

  static ScopeStore of(ObjectStore store, String run, String scope) {
    return new ScopeStore(store, new ScopeKeys(run, scope), Time.system());
  }

  /** The same store, tried again while it is busy. */
  ObjectStore patient() {
    return new PatientStore(store, new Patience(time));
  }

  LogReader log() {
    return new LogReader(patient(), keys);
  }

  BlobReader blobs() {
    return new BlobReader(store, keys, new Patience(time));
  }

  /** Reads back without patience of its own: the appender has enough for both. */
  Appender appender() {
    return new Appender(store, keys, new LogReader(store, keys), new Patience(time));
  }
}
