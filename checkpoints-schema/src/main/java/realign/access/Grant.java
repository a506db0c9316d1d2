package realign.access;

import java.util.List;

/**
 * A permission on some keys.
 *
 * @param permission what may be done
 * @param keys keys below the store's prefix, where {@code *} stands for any signs, slashes included
 */
public record Grant(Permission permission, List<String> keys) {
  public Grant {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(permission + ": must be granted on some keys");
    }
  }

  static Grant of(Permission permission, String... keys) {
    return new Grant(permission, List.of(keys));
  }
}
