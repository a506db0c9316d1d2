package realign.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** A commit that was read back and verified. */
public interface Restored {

  /** Stage that made the commit. */
  String stage();

  /** Items of that stage that were done. */
  long position();

  /** Whether that stage had no more items. */
  boolean stageDone();

  /** Names of the state blobs. */
  Set<String> stateNames();

  /** A state blob, read and verified. */
  ByteBuffer state(String name);

  /** Names of the artefacts, of this and of earlier stages. */
  Set<String> artefactNames();

  /** An artefact, read and verified. */
  ByteBuffer artefact(String name);

  /** All lines of a record stream up to this commit, in order. */
  List<String> records(String stream);
}
