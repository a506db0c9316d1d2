package realign.probe;

import realign.result.Point;

/**
 * The models of a scope, of which one is at hand at a time: a subject is good until the next call.
 * Who assembles the stages decides how one becomes the other.
 */
public interface Subjects extends AutoCloseable {

  /** The model at a point. */
  Subject at(Point point);

  /**
   * The model before what led to the point: before the alignment, or before the attack. Drift is
   * measured from it.
   */
  Subject before(Point point);

  @Override
  void close();
}
