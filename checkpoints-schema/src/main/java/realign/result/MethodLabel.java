package realign.result;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import realign.spec.method.MethodSpec;

/** A method with its parameters in a few words: {@code vaccine rho 3}. */
public final class MethodLabel {
  private MethodLabel() {}

  /** Name and parameters as the spec calls them, in declared order. */
  public static String of(MethodSpec method) {
    StringBuilder label = new StringBuilder(method.name());
    for (RecordComponent component : method.getClass().getRecordComponents()) {
      label.append(' ').append(component.getName()).append(' ').append(value(component, method));
    }
    return label.toString();
  }

  private static String value(RecordComponent component, MethodSpec method) {
    try {
      String text = String.valueOf(component.getAccessor().invoke(method));
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a method's record must be public: " + method, e);
    }
  }
}
