package realign.spec;

import java.util.Locale;

/** Names of Java in the lower kebab case that documents use. */
public final class Kebab {
  private Kebab() {}

  /** {@code ALL_ROWS} to {@code all-rows}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code AcceleratedVaccine} to {@code accelerated-vaccine}. */
  public static String of(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
