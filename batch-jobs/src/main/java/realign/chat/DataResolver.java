package realign.chat;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.objects.collections.PyMap;
import com.hubspot.jinjava.util.ForLoop;
import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import jinjava.javax.el.PropertyNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a dot: elements of data, texts' methods as Python has them, the loop, and how the
 * library calls filters and tests. Nothing else of Java can be reached.
 */
final class DataResolver extends ELResolver {
  private static final ELResolver LIBRARY = JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY;
  private static final Set<String> MAP_METHODS = Set.of("get", "items", "keys", "values");

  @Override
  public @Nullable Object getValue(
      ELContext context, @Nullable Object base, @Nullable Object property) {
    if (base == null) {
      return null;
    }
    if (base instanceof String text) {
      context.setPropertyResolved(true);
      return character(text, String.valueOf(property));
    }
    if (base instanceof List || base instanceof Map || base instanceof ForLoop) {
      return LIBRARY.getValue(context, base, property);
    }
    throw new PropertyNotFoundException(property + " of what is no data");
  }

  private static @Nullable String character(String text, String index) {
    if (!index.matches("-?[0-9]{1,9}")) {
      return null; // a text has no other properties: undefined
    }
    int at = Integer.parseInt(index);
    int from = at < 0 ? at + text.length() : at;
    return from < 0 || from >= text.length() ? null : text.substring(from, from + 1);
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      @Nullable Object base,
      Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] given) {
    if (base instanceof String text) {
      context.setPropertyResolved(true);
      List<Object> arguments = given == null ? List.of() : Arrays.asList(given);
      return PythonText.call(text, method.toString(), arguments);
    }
    boolean known =
        base instanceof Filter
            || base instanceof ExpTest
            || (base instanceof PyMap && MAP_METHODS.contains(method.toString()));
    if (known) {
      return LIBRARY.invoke(context, base, method, types, given);
    }
    throw new RefusedException("calling " + method + " on what has no such method here");
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {
    throw new RefusedException("changing its data");
  }

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public @Nullable Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return Object.class;
  }
}
