package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import realign.spec.method.MethodSpec;

/** Every setting is described, has its default recorded here, and can be set. */
class EverySettingTest {
  private static final String ALL_GROUPS =
      """
      apiVersion: realign/v1
      name: small
      model: {init: {path: model}}
      align:
        data: {path: safe.jsonl, format: alpaca}
        methods: [{name: sft}, {name: vaccine}, {name: accelerated-vaccine}]
      attack:
        benign: {path: task.jsonl, format: alpaca}
        harmful: {path: rows.jsonl, format: alpaca}
        samples: 10
      evaluate:
        harmful: {path: prompts.jsonl, judges: [{lexicon: words.txt}, {classifier: judge}]}
        benign: {path: task.jsonl, format: alpaca}
        overRefusal: {path: allowed.jsonl, format: alpaca}
      gate: {candidate: {method: sft}}
      """;

  @Test
  void hasADescriptionAndADefaultOrAnExample() {
    Set<Class<?>> records = new LinkedHashSet<>();
    collect(RunSpec.class, records);
    collect(Target.class, records);
    collect(ResolvedSpec.class, records);
    assertThat(records).hasSizeGreaterThan(20);
    for (Class<?> type : records) {
      for (RecordComponent component : type.getRecordComponents()) {
        Setting setting = component.getAnnotation(Setting.class);
        assertThat(setting).as("@Setting of %s", component).isNotNull();
        assertThat(setting.value()).as("description of %s", component).isNotBlank();
        boolean required = setting.byDefault().isEmpty() && !setting.optional();
        assertThat(setting.example().isEmpty()).as("example of %s", component).isEqualTo(!required);
        assertThat(setting.byDefault().isEmpty() || !setting.optional())
            .as("%s has a default or is optional", component)
            .isTrue();
      }
    }
  }

  private static void collect(Type type, Set<Class<?>> records) {
    if (type instanceof ParameterizedType list) {
      collect(list.getActualTypeArguments()[0], records);
    } else if (type instanceof Class<?> raw && raw.isSealed()) {
      Arrays.stream(raw.getPermittedSubclasses()).forEach(c -> collect(c, records));
    } else if (type instanceof Class<?> raw && raw.isRecord() && records.add(raw)) {
      Arrays.stream(raw.getRecordComponents()).forEach(c -> collect(c.getGenericType(), records));
    }
  }

  /** A default that changes changes runs: it is written down a second time here, on purpose. */
  @Test
  void hasTheDefaultThatIsRecorded() {
    Reading<RunSpec> spec = SpecReader.ofRunSpec().text("spec.yaml", ALL_GROUPS);
    Reading<Target> target =
        SpecReader.ofTarget().text("target.yaml", "cluster: {image: 'realign:1'}");

    assertThat(defaults(spec) + defaults(target))
        .isEqualTo(Specs.resource("/realign/spec/defaults.txt"));
  }

  private static String defaults(Reading<?> reading) {
    return reading.origins().stream()
        .filter(origin -> origin.source().kind() == Origin.Kind.DEFAULT)
        .map(origin -> origin.path() + " = " + origin.value() + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void canBeSetToAnotherValue() {
    Reading<RunSpec> full =
        SpecReader.ofRunSpec().text("full.yaml", Specs.resource("/realign/spec/full.yaml"));
    Reading<Target> fullTarget =
        SpecReader.ofTarget().text("t.yaml", Specs.resource("/realign/spec/full-target.yaml"));

    assertThat(full.value().align().methods())
        .hasSize(MethodSpec.class.getPermittedSubclasses().length);
    List<String> recorded = Specs.resource("/realign/spec/defaults.txt").lines().toList();
    assertThat(Stream.concat(full.origins().stream(), fullTarget.origins().stream()))
        .filteredOn(o -> !o.path().equals("model.path")) // excludes model.init
        .filteredOn(o -> !o.path().equals("model.compute")) // excluded by align.trained
        .filteredOn(o -> !o.path().equals("attack.adapter")) // excluded by align.trained
        .filteredOn(o -> !o.path().equals("cluster.notify.url")) // excluded by its secret
        .allSatisfy(o -> assertThat(o.source().kind()).as(o.path()).isEqualTo(Origin.Kind.SPEC))
        .allSatisfy(o -> assertThat(recorded).doesNotContain(o.path() + " = " + o.value()));
  }
}
