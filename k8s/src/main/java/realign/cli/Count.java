package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A number that a plan knows exactly, as an upper bound, or not at all.
 *
 * @param value the number; 0 where nothing is known
 * @param kind how well it is known
 */
record Count(long value, Kind kind) {
  static final Count UNKNOWN = new Count(0, Kind.UNKNOWN);

  /** How well a number is known. */
  enum Kind {
    EXACT,
    AT_MOST,
    UNKNOWN
  }

  static Count exact(long value) {
    return new Count(value, Kind.EXACT);
  }

  static Count atMost(long value) {
    return new Count(value, Kind.AT_MOST);
  }

  Count times(long factor) {
    return kind == Kind.UNKNOWN ? this : new Count(Math.multiplyExact(value, factor), kind);
  }

  Count plus(Count other) {
    if (kind == Kind.UNKNOWN || other.kind == Kind.UNKNOWN) {
      return UNKNOWN;
    }
    boolean exact = kind == Kind.EXACT && other.kind == Kind.EXACT;
    return new Count(Math.addExact(value, other.value), exact ? Kind.EXACT : Kind.AT_MOST);
  }

  /** Parts of at most that size. */
  Count dividedUp(long size) {
    return kind == Kind.UNKNOWN ? this : new Count((value + size - 1) / size, kind);
  }

  /** Never more than that, whatever is known. */
  Count cappedAt(long most) {
    return switch (kind) {
      case UNKNOWN -> atMost(most);
      case EXACT -> exact(Math.min(value, most));
      case AT_MOST -> atMost(Math.min(value, most));
    };
  }

  String text() {
    return switch (kind) {
      case UNKNOWN -> "?";
      case EXACT -> Amounts.count(value);
      case AT_MOST -> "<=" + Amounts.count(value);
    };
  }

  void add(ObjectNode json, String name) {
    if (kind == Kind.UNKNOWN) {
      json.putNull(name);
    } else {
      json.put(name, value);
    }
    json.put(name + "Exact", kind == Kind.EXACT);
  }
}
