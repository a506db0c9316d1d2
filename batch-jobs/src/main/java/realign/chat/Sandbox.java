package realign.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The library set up as Hugging Face sets Jinja up, with nothing in reach but the data: no files,
 * no clock, no random numbers, no Java. What is allowed is listed; all else of the library is off.
 */
final class Sandbox {
  private static final int MOST_TEXT = 16 << 20;
  private static final int MOST_ITEMS = 1000;
  private static final int MOST_DEPTH = 20;

  private static final Set<String> TAGS =
      Set.of("if", "elif", "else", "for", "set", "macro", "break", "continue");
  private static final Set<String> FILTERS =
      Set.of(
          "trim",
          "length",
          "count",
          "upper",
          "lower",
          "replace",
          "join",
          "list",
          "first",
          "last",
          "default",
          "d",
          "map",
          "select",
          "selectattr",
          "reject",
          "rejectattr",
          "reverse",
          "string",
          "int");
  private static final Set<String> TESTS =
      Set.of(
          "defined",
          "undefined",
          "none",
          "string",
          "iterable",
          "mapping",
          "sequence",
          "number",
          "boolean",
          "truthy",
          "true",
          "false",
          "equalto",
          "eq",
          "==",
          "ne",
          "in",
          "even",
          "odd");
  private static final Set<String> FUNCTIONS = Set.of(":range", ":namespace");

  private Sandbox() {}

  static Jinjava jinjava(WorkLimit limit) {
    Jinjava jinjava = new Jinjava(config(limit));
    jinjava.setResourceLocator(
        (name, encoding, interpreter) -> {
          throw new RefusedException("reading " + name);
        });
    jinjava.registerTag(new PlainForTag());
    jinjava.registerFilter(new TrimFilter());
    jinjava.registerFunction(function("raise_exception"));
    jinjava.registerFunction(function("strftime_now"));
    return jinjava;
  }

  private static JinjavaConfig config(WorkLimit limit) {
    return JinjavaConfig.newBuilder()
        .withLocale(Locale.ROOT)
        .withKeepTrailingNewline(true)
        .withLegacyOverrides(asJinja())
        .withNestedInterpretationEnabled(false)
        .withEnableRecursiveMacroCalls(false)
        .withElResolver(new DataResolver())
        .withProcessors(JinjavaProcessors.newBuilder().withNodePreProcessor(limit).build())
        .withMaxOutputSize(MOST_TEXT)
        .withMaxStringLength(MOST_TEXT)
        .withMaxListSize(MOST_ITEMS)
        .withMaxMapSize(MOST_ITEMS)
        .withRangeLimit(MOST_ITEMS)
        .withMaxRenderDepth(MOST_DEPTH)
        .withDisabled(disabled())
        .build();
  }

  /** Where the library has kept its own older ways; white space is {@link Dialect}'s matter. */
  private static LegacyOverrides asJinja() {
    return LegacyOverrides.newBuilder()
        .withEvaluateMapKeys(true)
        .withIterateOverMapKeys(true)
        .withUsePyishObjectMapper(true)
        .withUseNaturalOperatorPrecedence(true)
        .withAllowAdjacentTextNodes(true)
        .withUseTrimmingForNotesAndExpressions(true)
        .withKeepNullableLoopValues(true)
        .withHandleBackslashInQuotesOnly(true)
        .build();
  }

  private static Map<Library, Set<String>> disabled() {
    Context all = new Jinjava().getGlobalContext();
    Map<Library, Set<String>> disabled = new EnumMap<>(Library.class);
    disabled.put(Library.TAG, others(all.getAllTags(), tag -> tag.getName(), TAGS));
    disabled.put(Library.FILTER, others(all.getAllFilters(), f -> f.getName(), FILTERS));
    disabled.put(Library.EXP_TEST, others(all.getAllExpTests(), t -> t.getName(), TESTS));
    disabled.put(Library.FUNCTION, others(all.getAllFunctions(), f -> f.getName(), FUNCTIONS));
    return disabled;
  }

  private static <T> Set<String> others(
      Collection<T> there, Function<T, String> name, Set<String> allowed) {
    return there.stream()
        .map(name)
        .filter(each -> !allowed.contains(each) && !each.startsWith("end"))
        .collect(Collectors.toSet());
  }

  private static ELFunctionDefinition function(String name) {
    return new ELFunctionDefinition("", name, Functions.class, name, String.class);
  }
}
