package realign.spec;

import java.util.List;

/**
 * What was read.
 *
 * @param value the record
 * @param origins every value in it with its origin, in the order of the record
 */
public record Reading<T>(T value, List<Origin> origins) {

  public Reading {
    origins = List.copyOf(origins);
  }
}
