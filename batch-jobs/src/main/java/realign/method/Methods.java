package realign.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import realign.spec.method.MethodSpec;

/** Which method a spec asks for. */
public final class Methods {
  private static final Map<Class<?>, Function<MethodSpec, Method>> BY_SPEC = new LinkedHashMap<>();

  static {
    add(realign.spec.method.Sft.class, spec -> new Sft());
    add(realign.spec.method.Vaccine.class, spec -> new Vaccine(spec.rho()));
    add(
        realign.spec.method.AcceleratedVaccine.class,
        spec -> new AcceleratedVaccine(spec.rho(), spec.tau()));
  }

  private Methods() {}

  /** A new method, at its beginning. */
  public static Method of(MethodSpec spec) {
    Function<MethodSpec, Method> make = BY_SPEC.get(spec.getClass());
    if (make == null) {
      throw new IllegalArgumentException("no method is registered for " + spec.name());
    }
    return make.apply(spec);
  }

  private static <S extends MethodSpec> void add(Class<S> kind, Function<S, Method> make) {
    BY_SPEC.put(kind, spec -> make.apply(kind.cast(spec)));
  }
}
